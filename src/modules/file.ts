import type { ModuleContext } from '../module/context.ts';
import { decideDirectory, missingFolders } from '../module/file/directory.ts';
import { decideHardLink, decideLink, linkSource } from '../module/file/link.ts';
import {
  attributeSides,
  carryOut,
  currentState,
  type FileDecision,
  type FileTask,
} from '../module/file/state.ts';
import { localTimesOf, parseTime, type TimesRequest, timesScript, timesSides } from '../module/file/times.ts';
import { treeOf } from '../module/file/tree.ts';
import {
  attributeScript,
  idsOf,
  modeRequest,
  planAttributes,
  type WantedAttributes,
} from '../module/kit/file-attributes.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { expandPath, quotePath, withoutTrailingSlash } from '../module/kit/paths.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { refuseSpecialAttributes } from '../module/kit/special-attributes/set-special-attributes.ts';
import { linkEndOf, linkedStatusOf, statusOf } from '../module/kit/status.ts';
import { ModuleFailure } from '../module/result.ts';

const timeFormat = '%Y%m%d%H%M.%S';

export default defineFileModule({
  name: 'file',
  collection: 'ansible.builtin',
  summary: 'Manages files, directories and links: what is there, who owns it, who may read it',
  args: {
    path: { type: 'path', required: true, aliases: ['dest', 'name'], description: 'What to manage.' },
    state: {
      type: 'str',
      choices: ['absent', 'directory', 'file', 'hard', 'link', 'touch'],
      description: 'What shall be there. By default what is there already; `file` does not create one.',
    },
    src: { type: 'path', description: 'What a link leads to.' },
    recurse: {
      type: 'bool',
      default: false,
      description: 'Also set the attributes of everything below a directory.',
    },
    force: {
      type: 'bool',
      default: false,
      description: 'Make links to what is not there, and in place of files.',
    },
    follow: { type: 'bool', default: true, description: 'Work on what a link leads to.' },
    access_time: { type: 'str', description: '`preserve`, `now` or a time. `now` with state=touch.' },
    access_time_format: { type: 'str', default: timeFormat, description: 'The format of access_time.' },
    modification_time: { type: 'str', description: '`preserve`, `now` or a time. `now` with state=touch.' },
    modification_time_format: {
      type: 'str',
      default: timeFormat,
      description: 'The format of modification_time.',
    },
    ...fileArguments,
  },
  returns: {
    path: 'The path, except for links and touch.',
    dest: 'The path of a link or of what was touched.',
    state: 'What is there now.',
  },
  examples: `
- name: Make a directory
  ansible.builtin.file:
    path: /etc/app/conf.d
    state: directory
    owner: app
    mode: '0750'
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    if (args.recurse) refuseSpecialAttributes(args, 'recurse is set');
    const path = withoutTrailingSlash(await expandPath(context, args.path));
    const src = args.src === undefined ? undefined : await expandPath(context, args.src);
    if (args.recurse && args.state !== undefined && args.state !== 'directory') {
      throw new ModuleFailure('recurse only goes with state=directory', { path });
    }
    if (src !== undefined && args.state !== undefined && !['link', 'hard'].includes(args.state)) {
      throw new ModuleFailure('src only goes with state=link and state=hard', { path });
    }
    modeRequest(args.mode);
    const fallback = args.state === 'touch' ? 'now' : 'preserve';
    const stamps = {
      access: parseTime(args.access_time ?? fallback, args.access_time_format),
      modification: parseTime(args.modification_time ?? fallback, args.modification_time_format),
    };
    const hasStamp = stamps.access.kind === 'at' || stamps.modification.kind === 'at';
    const request = { ...args, src, hasStamp };
    const first = await readState(context, path, request);
    const leads = args.follow && args.state !== 'link' && args.state !== 'absent' ? first.real : undefined;
    const worked = leads ?? path;
    const found = leads === undefined ? first : await readState(context, leads, request);
    const task: FileTask = {
      path: worked,
      wanted: args,
      ids: found.ids,
      current: found.current,
      followed: found.followed,
      follow: args.follow,
      force: args.force,
      src,
    };
    const times: TimesRequest = { ...stamps, current: found.times };
    return carryOut(
      context,
      task,
      decide(args.recurse ? 'directory' : args.state, task, { ...found, times }),
    );
  },
});

interface Found {
  /** A directory with something in it that a link shall replace. */
  readonly isFull: boolean;
  readonly source: FileTask['current'];
  readonly missing: readonly string[];
  readonly tree: Parameters<typeof decideDirectory>[1]['tree'];
  readonly times: TimesRequest;
}

function decide(state: string | undefined, task: FileTask, found: Found): FileDecision {
  switch (state ?? (task.current === undefined ? 'file' : currentState(task.current))) {
    case 'absent':
      return decideAbsent(task);
    case 'directory':
      return withTimes(task, found.times, decideDirectory(task, found));
    case 'link':
      if (found.isFull)
        throw new ModuleFailure(`${task.path} is a directory that is not empty`, { path: task.path });
      return decideLink(task, task.src === undefined ? task.followed : found.source);
    case 'hard':
      return task.src === undefined ? decideFile(task, found.times) : decideHardLink(task, found.source);
    case 'touch':
      return decideTouch(task, found.times);
    default:
      return decideFile(task, found.times);
  }
}

interface ReadRequest extends WantedAttributes {
  readonly state: string | undefined;
  readonly src: string | undefined;
  readonly recurse: boolean;
  readonly force: boolean;
  /** A time is asked for that has to be compared. */
  readonly hasStamp: boolean;
}

/** All that a decision needs, in one round trip. `real` is where a link leads in the end. */
async function readState(context: ModuleContext, path: string, request: ReadRequest) {
  const { state, src } = request;
  const isHard = state === 'hard';
  const found = await read(context, {
    current: statusOf(path, { follow: false }),
    ids: idsOf(request, { seen: true, checkMode: context.checkMode }),
    linked: linkedStatusOf(path),
    real: linkEndOf(path),
    source:
      src === undefined
        ? noReading(undefined)
        : statusOf(isHard ? src : linkSource(path, src), { follow: !isHard }),
    missing: missingFolders(path),
    isFull: state === 'link' && request.force ? fullnessOf(path) : noReading(false),
    tree: request.recurse ? treeOf(path) : noReading(undefined),
    times: request.hasStamp ? localTimesOf(path) : noReading({ accessed: undefined, modified: undefined }),
  });
  return { ...found, followed: found.current?.kind === 'link' ? found.linked : found.current };
}

function fullnessOf(path: string): Reading<boolean> {
  const p = quotePath(path);
  return {
    script: `[ -d ${p} ] && [ ! -h ${p} ] && [ -n "$(ls -A ${p})" ]`,
    inline: 'prints',
    parse: ({ rc }) => rc === 0,
  };
}

function decideAbsent({ path, current }: FileTask): FileDecision {
  const script = current === undefined ? undefined : `rm -r -f ${quotePath(path)} || exit 1`;
  return { pathKey: 'path', before: { state: currentState(current) }, after: { state: 'absent' }, script };
}

function decideFile(task: FileTask, times: TimesRequest): FileDecision {
  const { path, current, wanted, ids } = task;
  if (current === undefined) {
    throw new ModuleFailure(`there is no file at ${path}; state=touch or the copy module make one`, {
      path,
      state: 'absent',
    });
  }
  if (current.kind === 'directory') {
    throw new ModuleFailure(`${path} is a directory, not a file`, { path, state: 'directory' });
  }
  const isLink = current.kind === 'link';
  const plan = planAttributes({ wanted, ids, current, isDirectory: false, isLink });
  const script = attributeScript(plan, quotePath(path), { isLink });
  return withTimes(task, times, {
    pathKey: 'path',
    ...attributeSides(plan),
    script: script === '' ? undefined : script,
  });
}

function decideTouch(task: FileTask, times: TimesRequest): FileDecision {
  const { path, followed, wanted, ids } = task;
  const isDirectory = followed?.kind === 'directory';
  const plan = planAttributes({ wanted, ids, current: followed, isDirectory });
  const sides = attributeSides(plan);
  const p = quotePath(path);
  const attributes = attributeScript(plan, p);
  const script = [followed === undefined ? `: >> ${p} || exit 1` : '', attributes]
    .filter((text) => text !== '')
    .join('\n');
  return withTimes(task, times, {
    pathKey: 'dest',
    before: { ...sides.before, state: currentState(followed) },
    after: { ...sides.after, state: 'touch' },
    script: script === '' ? undefined : script,
  });
}

/** Adds the times to a decision. Owner and mode come first: they change no times that touch sets. */
function withTimes({ path, followed }: FileTask, times: TimesRequest, decision: FileDecision): FileDecision {
  const sides = timesSides(times, followed);
  const script = [decision.script ?? '', timesScript(quotePath(path), times)]
    .filter((text) => text !== '')
    .join('\n');
  return {
    ...decision,
    before: { ...decision.before, ...sides.before },
    after: { ...decision.after, ...sides.after },
    script: script === '' ? undefined : script,
  };
}
