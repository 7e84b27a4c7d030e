import { toJs } from '../../../../values/convert.ts';
import type { ModuleContext } from '../../../context.ts';
import { ModuleFailure } from '../../../result.ts';
import { type Captured, captured } from '../../captured.ts';
import { quotePath } from '../../paths.ts';
import { quote } from '../../quote.ts';
import { noReading, read } from '../../reading.ts';
import { engineFunction } from '../connection.ts';
import type { JsonRecord } from '../json.ts';
import type { ComposeArguments } from './arguments.ts';
import { parseListing } from './listing.ts';

/** A project that Compose can be called for. */
export interface Project {
  readonly context: ModuleContext;
  readonly args: ComposeArguments;
  /** Shell text that defines `compose` and enters the project's folder, or fails with the reason. */
  readonly preparation: string;
}

export interface Outcome {
  /** What the calls printed and how they ended; undefined without calls. */
  readonly ran: Captured | undefined;
  readonly containers: readonly JsonRecord[];
  readonly images: readonly JsonRecord[];
}

const defaultFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Makes a project ready to be called. A definition goes to a file of the session's own: it may hold secrets. */
export async function openProject(context: ModuleContext, args: ComposeArguments): Promise<Project> {
  const definition =
    args.definition === undefined
      ? undefined
      : await context.target.upload(Buffer.from(JSON.stringify(toJs(args.definition))));
  const files = definition === undefined ? (args.files ?? []) : [definition];
  const flags: readonly (readonly [string, string])[] = [
    ...(args.project_name === undefined ? [] : [['--project-name', args.project_name] as const]),
    ...files.map((file) => ['--file', file] as const),
    ...(args.env_files ?? []).map((file) => ['--env-file', file] as const),
    ...(args.profiles ?? []).map((profile) => ['--profile', profile] as const),
  ];
  const options = ['--ansi', 'never', '--progress', 'plain', ...flags.flat()];
  const dryRun = context.checkMode ? ' --dry-run' : '';
  const preparation = `${engineFor(args)}
compose() { engine compose ${options.map(quote).join(' ')} "$@"; }
change() { compose${dryRun} "$@"; }
${folderScript(args)}`;
  return { context, args, preparation };
}

function engineFor(args: ComposeArguments): string {
  const { docker_cli: program, cli_context: name, api_version: version } = args;
  const connection = { ...args, ca_cert: args.ca_path };
  const define = engineFunction(connection, {
    ...(program === undefined ? {} : { program }),
    flags: name === undefined ? [] : ['--context', name],
  });
  return version === 'auto'
    ? define
    : `DOCKER_API_VERSION=${quote(version)}; export DOCKER_API_VERSION\n${define}`;
}

function folderScript({
  project_src: folder,
  files,
  definition,
  check_files_existing: isChecked,
}: ComposeArguments): string {
  if (folder === undefined || definition !== undefined) return '';
  const enter = `CDPATH= cd -- ${quotePath(folder)} || exit 1`;
  if (!isChecked) return enter;
  const wanted = files ?? defaultFiles;
  const test = wanted.map((file) => `[ -f ${quotePath(file)} ]`).join(files === undefined ? ' || ' : ' && ');
  const reason = `there is no Compose file in ${folder}: ${wanted.join(', ')}`;
  return `${enter}\n${test} || { printf '%s\\n' ${quote(reason)} >&2; exit 1; }`;
}

/**
 * Calls Compose any number of times until one call fails, and lists containers and images then: all in one round trip.
 * A prediction calls it with --dry-run.
 */
export async function callCompose(project: Project, calls: readonly (readonly string[])[]): Promise<Outcome> {
  const { context, preparation } = project;
  const listing = (words: string) => captured(`compose ${words} </dev/null`, preparation);
  const script = calls.map((words) => `change ${words.map(quote).join(' ')} </dev/null`).join(' && ');
  const { ran, containers, images } = await read(context, {
    ran: calls.length === 0 ? noReading(undefined) : captured(`${preparation}\n${script}`),
    containers: listing('ps --all --format json'),
    images: listing('images --format json'),
  });
  if (ran === undefined && containers.rc !== 0)
    throw new ModuleFailure(`docker compose: ${containers.stderr.trim()}`);
  return { ran, containers: parseListing(containers.stdout), images: parseListing(images.stdout) };
}
