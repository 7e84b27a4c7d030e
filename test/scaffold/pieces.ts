/** What `npm run scaffold` writes: a module that works as it stands, and is to be made into another one. */

export interface ModuleName {
  readonly collection: string;
  readonly name: string;
}

/** Of `community.general.thing`. Throws for what is no full name. */
export function parseModuleName(text: string): ModuleName {
  const groups = /^(?<collection>[a-z_]\w*\.[a-z_]\w*)\.(?<name>[a-z_]\w*)$/.exec(text)?.groups;
  const { collection, name } = groups ?? {};
  if (collection === undefined || name === undefined) {
    throw new Error(`'${text}' is no full name of a module: write it like community.general.thing`);
  }
  return { collection, name };
}

export function moduleText({ collection, name }: ModuleName): string {
  return `import { defineModule } from '../module/define.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';

export default defineModule({
  name: '${name}',
  collection: '${collection}',
  summary: 'Makes an empty file, or removes it: to be replaced by what ${name} does',
  args: {
    path: { type: 'path', required: true, description: 'The file.' },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether it shall be there.',
    },
  },
  returns: { path: 'The file.', state: 'As asked.' },
  examples: \`
- name: Say what this is good for
  ${collection}.${name}:
    path: /run/${name}
\`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const path = await expandPath(context, args.path);
    const wanted = args.state === 'present';
    const { isThere } = await read(context, { isThere: thereReading(path) });
    const changed = isThere !== wanted;
    if (changed && !context.checkMode) {
      await runOrFail(context, wanted ? \`: >\${quotePath(path)}\` : \`rm -f \${quotePath(path)}\`, {
        failure: \`\${path} cannot be \${args.state}\`,
      });
    }
    return { changed, path, state: args.state };
  },
});

function thereReading(path: string): Reading<boolean> {
  return { script: \`[ -e \${quotePath(path)} ]\`, inline: 'prints', parse: ({ rc }) => rc === 0 };
}
`;
}

export function casesText({ name }: ModuleName): string {
  return `cases:
  - name: nothing is there yet
    ${name}: { path: '{{ here }}/f' }
  - name: it is there
    before: touch f
    ${name}: { path: '{{ here }}/f' }
  - name: it goes
    before: touch f
    ${name}: { path: '{{ here }}/f', state: absent }
  - name: a name that begins with a dash and holds a quote
    ${name}: { path: "{{ here }}/-it's" }
  - name: no such state
    ${name}: { path: '{{ here }}/f', state: perhaps }
`;
}

/** Names of modules that JavaScript takes for words of its own. */
const reserved: ReadonlySet<string> = new Set(['delete', 'export', 'import', 'package', 'switch']);

/** The list of modules with one more, at the place of its name. Throws when it is in there. */
export function withIndexLine(index: string, { name }: ModuleName): string {
  const identifier = reserved.has(name) ? `${name}Module` : name;
  if (index.includes(`from './${name}.ts'`)) throw new Error(`src/modules/index.ts has ${name} already`);
  const lines = index.split('\n');
  const isImport = (line: string): boolean => /^import \w+ from '\.\//.test(line);
  const isEntry = (line: string): boolean => /^ {2}\w+,$/.test(line);
  const fileOf = (line: string): string => /'\.\/(.*)\.ts'/.exec(line)?.[1] ?? '';
  const entryOf = (line: string): string => line.trim().replace(/(?:Module)?,$/, '');
  insert(lines, {
    line: `import ${identifier} from './${name}.ts';`,
    isOne: isImport,
    goesBehind: (line) => fileOf(line) < name,
  });
  insert(lines, { line: `  ${identifier},`, isOne: isEntry, goesBehind: (line) => entryOf(line) < name });
  return lines.join('\n');
}

interface Insertion {
  readonly line: string;
  /** Whether a line is one of those among which it goes. */
  readonly isOne: (line: string) => boolean;
  readonly goesBehind: (line: string) => boolean;
}

function insert(lines: string[], { line, isOne, goesBehind }: Insertion): void {
  const last = lines.findLastIndex((each) => isOne(each) && goesBehind(each));
  const at = last < 0 ? lines.findIndex(isOne) : last + 1;
  lines.splice(at, 0, line);
}
