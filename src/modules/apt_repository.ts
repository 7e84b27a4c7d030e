import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import {
  addSource,
  type ListChange,
  listFolder,
  listNameOf,
  parseSourceLine,
  removeSource,
  sourceLists,
} from '../module/kit/apt/source-lists.ts';
import { readApt } from '../module/kit/apt/state.ts';
import { quotePath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { type Diff, ModuleFailure } from '../module/result.ts';
import { placeText, textFileReading } from '../module/text/text-file.ts';
import type { Value } from '../values/types.ts';

export default defineModule({
  name: 'apt_repository',
  collection: 'ansible.builtin',
  summary: 'Makes apt know a source of packages, or forget it',
  args: {
    repo: {
      type: 'str',
      required: true,
      description: 'The source, as a line of sources.list. A `ppa:` is not supported.',
    },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether the source is there.',
    },
    filename: {
      type: 'str',
      description: 'The name of the list in sources.list.d; made from the URI when absent.',
    },
    mode: { type: 'raw', mode: true, description: 'The mode of a list that is made.' },
    update_cache: {
      type: 'bool',
      default: true,
      aliases: ['update-cache'],
      description: 'Fetch the package lists after a change; when that fails, the change is taken back.',
    },
    update_cache_retries: { type: 'int', default: 5, description: 'How often fetching is tried.' },
    update_cache_retry_max_delay: {
      type: 'int',
      default: 12,
      description: 'Seconds between tries, at most.',
    },
    install_python_apt: { type: 'bool', default: true, description: 'Accepted: no Python is needed.' },
    validate_certs: { type: 'bool', default: true, description: 'Accepted: it is of PPAs alone.' },
    codename: { type: 'str', description: 'Of PPAs.', unsupported: 'PPAs are not: write the whole source' },
  },
  returns: {
    repo: 'The source.',
    state: 'As asked.',
  },
  examples: `
- name: Packages of the vendor
  ansible.builtin.apt_repository:
    repo: deb [signed-by=/etc/apt/keyrings/vendor.asc] https://packages.example.com/debian stable main
    filename: vendor
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const { repo, state, mode } = args;
    const source = sourceIn(repo);
    const target = targetList(args.filename ?? listNameOf(source));
    const { lists } = await read(context, { lists: sourceLists });
    const changes = state === 'present' ? addSource(lists, source, target) : removeSource(lists, source);
    const result = {
      changed: changes.length > 0,
      repo,
      state,
      ...(context.diffMode ? { diff: changes.map(diffOf) } : {}),
    };
    if (changes.length === 0 || context.checkMode) return result;
    for (const change of changes) await carryOut(context, change, mode);
    if (args.update_cache) await updateCache(context, { changes, args });
    return result;
  },
});

function sourceIn(repo: string): string {
  if (repo.startsWith('ppa:')) {
    throw new ModuleFailure(
      `apt_repository: '${repo}' is not supported: write the PPA as a whole source (deb https://...)`,
    );
  }
  const parsed = repo.includes('\n') ? undefined : parseSourceLine(repo);
  if (parsed?.isEnabled === true) return parsed.source;
  throw new ModuleFailure(
    `apt_repository: '${repo}' is no source: deb or deb-src, URI, suite and components are expected`,
  );
}

function targetList(name: string): string {
  if (name === '' || name.includes('/') || name.startsWith('.')) {
    throw new ModuleFailure(`apt_repository: '${name}' cannot be the name of a file in ${listFolder}`);
  }
  return `${listFolder}/${name}.list`;
}

function diffOf({ path, before, after }: ListChange): Diff {
  return {
    before: before ?? '',
    after: after ?? '',
    before_header: before === undefined ? '/dev/null' : path,
    after_header: after === undefined ? '/dev/null' : path,
  };
}

async function carryOut(
  context: ModuleContext,
  { path, before, after }: ListChange,
  mode?: Value,
): Promise<void> {
  if (after === undefined) {
    await runOrFail(context, `rm -f -- ${quotePath(path)}`, { failure: `${path} cannot be removed` });
    return;
  }
  const wanted = before === undefined ? { mode } : {};
  const { file } = await read(context, { file: textFileReading(context, { path, wanted }) });
  await placeText(context, file, { text: after });
}

interface Update {
  readonly changes: readonly ListChange[];
  readonly args: { readonly update_cache_retries: number; readonly update_cache_retry_max_delay: number };
}

/** A source that cannot be fetched would break apt for everybody: then the lists get back what they held. */
async function updateCache(context: ModuleContext, { changes, args }: Update): Promise<void> {
  try {
    await readApt(context, {
      requests: [],
      updateOlderThan: 0,
      updateRetries: args.update_cache_retries,
      updateMaxDelay: args.update_cache_retry_max_delay,
      lockTimeout: 60,
    });
  } catch (error) {
    for (const { path, before, after } of changes) {
      await carryOut(context, { path, before: after, after: before });
    }
    throw error;
  }
}
