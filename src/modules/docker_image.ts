import { defineModule } from '../module/define.ts';
import { type Change, callApi, changeAll, type Engine, found, query } from '../module/kit/docker/api.ts';
import { archiveReason, readArchive, writeArchive } from '../module/kit/docker/image/archive.ts';
import { type ImageArguments, imageArguments } from '../module/kit/docker/image/arguments.ts';
import { buildImage } from '../module/kit/docker/image/build.ts';
import { loadImage } from '../module/kit/docker/image/load.ts';
import { pushImage, registryOf } from '../module/kit/docker/image/push.ts';
import { requireSource } from '../module/kit/docker/image/source-path.ts';
import {
  fullImageName,
  type ImageName,
  imagePath,
  isImageId,
  parseImageName,
} from '../module/kit/docker/image-name.ts';
import { isRecord, type JsonRecord, textIn } from '../module/kit/docker/json.ts';
import { pullImage } from '../module/kit/docker/pull.ts';
import { lines } from '../module/kit/lines.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'docker_image',
  collection: 'community.docker',
  formerlyBuiltin: true,
  summary: 'Pulls, builds, loads, names, pushes, archives and removes images of Docker',
  args: imageArguments,
  requiredIf: [
    ['state', 'present', ['source']],
    ['source', 'build', ['build']],
    ['source', 'load', ['load_path']],
  ],
  returns: {
    image: 'The image as the engine describes it.',
    actions: 'What was done, or would be.',
    stdout: 'What a build printed.',
  },
  examples: `
- name: The image of the shop
  community.docker.docker_image:
    name: registry.example.com/shop:1.4
    source: pull
`,
  check: 'partial',
  diff: false,
  async run(context, args) {
    const engine = { context, connection: args };
    const name = wantedName(args);
    const repository =
      args.state === 'present' && args.repository !== undefined
        ? parseImageName(args.repository, name.tag)
        : undefined;
    const [image, tagged] = await readImages(engine, [
      name.text,
      ...(repository === undefined ? [] : [fullImageName(repository)]),
    ]);
    const task: ImageTask = { engine, args, name, repository, tagged };
    return args.state === 'absent' ? remove(task, image) : ensure(task, image);
  },
});

/** What the image is called: an ID has no tag. */
interface WantedName extends ImageName {
  /** The whole of it. */
  readonly text: string;
}

interface ImageTask {
  readonly engine: Engine;
  readonly args: ImageArguments;
  readonly name: WantedName;
  /** The other name that it gets. */
  readonly repository: ImageName | undefined;
  /** What has that name now. */
  readonly tagged: JsonRecord | undefined;
}

function wantedName({ name, tag }: ImageArguments): WantedName {
  if (isImageId(name)) return { repository: name, tag, text: name };
  const parsed = parseImageName(name, tag);
  return { ...parsed, text: fullImageName(parsed) };
}

async function readImages(
  engine: Engine,
  names: readonly string[],
): Promise<readonly (JsonRecord | undefined)[]> {
  const answers = await callApi(
    engine,
    names.map((name) => ({ method: 'GET', path: imagePath(name) })),
  );
  return answers.map((answer, index) => {
    const body = found(answer, `image ${names[index]} cannot be looked at`);
    return isRecord(body) ? body : undefined;
  });
}

async function remove(
  { engine, args, name }: ImageTask,
  image: JsonRecord | undefined,
): Promise<ModuleResult> {
  if (image === undefined) return { changed: false, actions: [], image: {} };
  const path = `${imagePath(name.text).replace(/\/json$/, '')}${query({ force: args.force_absent })}`;
  const change: Change = { method: 'DELETE', path, failure: `image ${name.text} cannot be removed` };
  if (!engine.context.checkMode) await changeAll(engine, [change]);
  return { changed: true, actions: [`Removed image ${name.text}`], image: { state: 'Deleted' } };
}

async function ensure(task: ImageTask, image: JsonRecord | undefined): Promise<ModuleResult> {
  const { engine, args, name } = task;
  const { checkMode } = engine.context;
  const actions: string[] = [];
  const isFetched = args.source !== 'local' && (image === undefined || args.force_source);
  if (!isFetched && image === undefined) throw new ModuleFailure(`there is no image ${name.text} here`);
  const stdout = isFetched ? await fetch(task, actions) : undefined;
  const current = isFetched && !checkMode ? (await readImages(engine, [name.text]))[0] : image;
  if (isFetched && !checkMode && current === undefined) {
    throw new ModuleFailure(`image ${name.text} is not there after it was got`);
  }
  const isNew = isFetched && (checkMode || textIn(current, 'Id') !== textIn(image, 'Id'));
  const isArchived = await archive(task, { image: current, actions });
  const isTagged = await tag(task, { image: current, actions });
  const isPushed = await push(task, actions);
  const isOther = isTagged && !checkMode;
  const shown = isOther ? (await readImages(engine, [name.text]))[0] : current;
  return {
    changed: isNew || isArchived || isTagged || isPushed,
    actions,
    image: (checkMode && isFetched ? undefined : shown) ?? {},
    ...(stdout === undefined ? {} : { stdout, stdout_lines: lines(stdout) }),
  };
}

/** Gets the image from where it comes; what a build printed. */
async function fetch({ engine, args, name }: ImageTask, actions: string[]): Promise<string | undefined> {
  const { checkMode } = engine.context;
  switch (args.source) {
    case 'build': {
      if (args.build === undefined) throw new ModuleFailure('build is not given');
      await requireSource(engine, { path: args.build.path, kind: 'folder' });
      actions.push(`Built image ${name.text} from ${args.build.path}`);
      return checkMode ? undefined : buildImage(engine, { name: name.text, build: args.build });
    }
    case 'load': {
      const path = args.load_path ?? '';
      await requireSource(engine, { path, kind: 'archive' });
      actions.push(`Loaded image ${name.text} from ${path}`);
      if (!checkMode) await loadImage(engine, { name: name.text, path });
      return undefined;
    }
    case 'pull':
    case 'local':
    case undefined:
      actions.push(`Pulled image ${name.text}`);
      if (!checkMode) await pullImage(engine, { name: name.text, platform: args.pull?.platform });
      return undefined;
  }
}

interface Found {
  readonly image: JsonRecord | undefined;
  readonly actions: string[];
}

async function archive({ engine, args, name }: ImageTask, { image, actions }: Found): Promise<boolean> {
  const path = args.archive_path;
  if (path === undefined) return false;
  const reason = archiveReason(await readArchive(engine, path), { id: textIn(image, 'Id'), name: name.text });
  if (reason === undefined) return false;
  actions.push(`Archived image ${name.text} to ${path}, ${reason}`);
  if (!engine.context.checkMode) await writeArchive(engine, { name: name.text, path });
  return true;
}

async function tag(
  { engine, args, name, repository, tagged }: ImageTask,
  { image, actions }: Found,
): Promise<boolean> {
  if (repository === undefined) return false;
  const isThere = tagged !== undefined && (!args.force_tag || textIn(tagged, 'Id') === textIn(image, 'Id'));
  if (isThere) return false;
  actions.push(`Tagged image ${name.text} to ${fullImageName(repository)}`);
  if (engine.context.checkMode) return true;
  const source = imagePath(name.text).replace(/\/json$/, '');
  await changeAll(engine, [
    {
      method: 'POST',
      path: `${source}/tag${query({ repo: repository.repository, tag: repository.tag, force: args.force_tag })}`,
      failure: `image ${name.text} cannot be called ${fullImageName(repository)}`,
    },
  ]);
  return true;
}

async function push({ engine, args, name, repository }: ImageTask, actions: string[]): Promise<boolean> {
  if (!args.push) return false;
  const target = repository ?? name;
  actions.push(`Pushed image ${name.repository} to ${registryOf(target.repository)}:${target.tag}`);
  return engine.context.checkMode || pushImage(engine, fullImageName(target));
}
