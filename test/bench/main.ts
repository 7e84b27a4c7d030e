import { parseArgs } from 'node:util';
import { benchModules } from './modules/bench.ts';
import { benchScale } from './scale.ts';
import { benchSideBySide } from './side-by-side.ts';
import { benchStack } from './stack.ts';
import { benchTemplates } from './templates/bench.ts';
import { toolNames } from './tools.ts';

interface Options {
  readonly hostCounts: readonly number[];
  readonly runs: number;
  readonly only: string | undefined;
}

/** What can be measured. All of it, one after the other, when no part is named. */
const parts: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  playbook: ({ hostCounts, runs, only }) =>
    benchSideBySide({
      hostCounts,
      runs,
      tools: toolNames.filter((tool) => only === undefined || tool === only),
    }),
  stack: ({ runs, only }) =>
    benchStack({ runs, tools: toolNames.filter((tool) => only === undefined || tool === only) }),
  modules: benchModules,
  scale: benchScale,
  templates: benchTemplates,
};

const usage = `usage: npm run bench -- [${Object.keys(parts).join('|')}]... [--hosts 1,10] [--runs 3] [--only ${toolNames.join('|')}]

playbook   test/bench/playbook on fresh lab hosts with each tool: a first run that changes everything, then runs that
           change nothing, whose medians are printed
stack      the monitoring stack on four lab hosts (real nginx, Apache and MariaDB, stand-ins for vendors' programs): runs
           that change nothing, with each tool on the same hosts
modules    one task of each of many modules on a lab host: round trips, processes and bytes of a task that finds nothing
           to do and of one that changes something, and both tools' time
scale      many simulated hosts, a long loop, a large inventory: what tsplay costs as they grow
templates  compiling and rendering beside Jinja2
`;

/** Runs the bench; gives the exit code. Slowness is no failure, a wrong result is. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      hosts: { type: 'string', default: '1,10' },
      runs: { type: 'string', default: '3' },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.only !== undefined && !toolNames.some((tool) => tool === values.only)) {
    throw new Error(`--only ${values.only}: ${toolNames.join(' or ')}`);
  }
  const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) throw new Error(`no part '${unknown}': ${Object.keys(parts).join(', ')}`);
  const options: Options = {
    hostCounts: values.hosts.split(',').map((text) => atLeastOne('--hosts', text)),
    runs: atLeastOne('--runs', values.runs),
    only: values.only,
  };
  for (const [name, bench] of Object.entries(parts)) {
    if (positionals.length === 0 || positionals.includes(name)) await bench(options);
  }
  return 0;
}

function atLeastOne(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option}: '${text}' is no count`);
  return Number(text);
}
