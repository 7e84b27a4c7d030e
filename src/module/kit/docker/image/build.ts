import { str } from '../../../../values/printing.ts';
import { ModuleFailure } from '../../../result.ts';
import type { Engine } from '../api.ts';
import { runEngine } from '../program.ts';
import { textValues } from '../text-values.ts';
import type { BuildArguments } from './arguments.ts';

/** Builds an image and returns what the program printed. */
export async function buildImage(
  engine: Engine,
  { name, build }: { readonly name: string; readonly build: BuildArguments },
): Promise<string> {
  const environment = buildEnvironment(build);
  const options = [
    ...buildOptions(build),
    ...Object.keys(environment).flatMap((key) => ['--build-arg', key]),
  ];
  const { stdout } = await runEngine(engine, ['build', '--tag', name, ...options, '--', build.path], {
    failure: `image ${name} cannot be built`,
    environment,
    ...(build.http_timeout === undefined ? {} : { timeoutMs: build.http_timeout * 1000 }),
  });
  return stdout.trimEnd();
}

function buildOptions(build: BuildArguments): readonly string[] {
  const { container_limits: limits } = build;
  const valued: readonly (readonly [string, string | number | undefined])[] = [
    ['--file', dockerfilePath(build)],
    ['--network', build.network],
    ['--target', build.target],
    ['--platform', build.platform],
    ['--memory', limits?.memory],
    ['--memory-swap', limits?.memswap],
    ['--cpu-shares', limits?.cpushares],
    ['--cpuset-cpus', limits?.cpusetcpus],
    ...(build.cache_from ?? []).map((image) => ['--cache-from', image] as const),
    ...Object.entries(textValues(build.etc_hosts, 'etc_hosts')).map(
      ([host, address]) => ['--add-host', `${host}:${address}`] as const,
    ),
  ];
  return [
    ...valued.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag}=${value}`])),
    ...(build.pull ? ['--pull'] : []),
    ...(build.nocache ? ['--no-cache'] : []),
    `--rm=${build.rm}`,
  ];
}

function dockerfilePath({ path, dockerfile }: BuildArguments): string | undefined {
  if (dockerfile === undefined || dockerfile.startsWith('/')) return dockerfile;
  return `${path.replace(/\/+$/, '')}/${dockerfile}`;
}

/** Names that would change the program itself rather than the image. */
const reserved =
  /^(?:PATH|HOME|SHELL|IFS|ENV|PWD|TMPDIR|LD_.*|DOCKER_.*|BUILDKIT_.*|BUILDX_.*|CONTAINERS?_.*)$/;

/** Values of ARG travel in the environment of the program, not in its command line: they may be secret. */
function buildEnvironment({ args }: BuildArguments): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(args ?? [])].map(([key, value]) => {
      const name = String(key);
      if (!/^[A-Za-z_]\w*$/.test(name) || reserved.test(name)) {
        throw new ModuleFailure(
          `build.args: '${name}' cannot be handed to the program through its environment`,
        );
      }
      return [name, typeof value === 'string' ? value : str(value)];
    }),
  );
}
