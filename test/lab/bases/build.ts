import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../lock.ts';
import { basesFolder } from '../paths.ts';
import { capture } from '../processes.ts';
import { type RootName, recipes, rootVersion } from './recipes.ts';

const mirror = 'http://deb.debian.org/debian';

export type Progress = (line: string) => void;

/**
 * The root folder of a base, made when it is not there yet. Two that ask at once wait for one build. A build works
 * in a folder named `.partial` that is renamed when all is done, so what was half made is never taken for a base.
 */
export async function ensureBase(name: RootName, progress: Progress): Promise<string> {
  const root = path.join(basesFolder, rootVersion(name));
  if (await exists(root)) return root;
  const recipe = recipes[name];
  const parent = 'parent' in recipe ? await ensureBase(recipe.parent, progress) : undefined;
  return withLock(path.join(basesFolder, `${name}.lock`), async () => {
    if (await exists(root)) return root;
    const started = Date.now();
    progress(`lab: building the base '${name}' (once; log: ${root}.log)`);
    await build({ name, root: `${root}.partial`, parent, log: `${root}.log` });
    await rename(`${root}.partial`, root);
    await removeOlder(name);
    progress(`lab: the base '${name}' is built, ${((Date.now() - started) / 1000).toFixed(0)} s`);
    return root;
  });
}

interface Build {
  readonly name: RootName;
  readonly root: string;
  readonly parent: string | undefined;
  readonly log: string;
}

async function build({ name, root, parent, log }: Build): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await rm(log, { force: true });
  const recipe = recipes[name];
  // What is mounted in a mount namespace of its own is gone when the build ends, however it ends.
  if ('suite' in recipe) {
    const cache = path.join(basesFolder, 'debs');
    await mkdir(cache, { recursive: true });
    const options = ['--variant=minbase', `--cache-dir=${cache}`, `--include=${recipe.packages.join(',')}`];
    await logged(log, 'unshare', ['--mount', 'debootstrap', ...options, recipe.suite, root, mirror]);
  } else {
    await logged(log, 'cp', ['-a', '--reflink=auto', `${parent ?? ''}/.`, root]);
    const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--uts', `--mount-proc=${root}/proc`];
    const shell = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', '/bin/sh', '-c', recipe.script];
    await logged(log, 'unshare', [...namespaces, 'chroot', root, ...shell]);
  }
}

async function logged(log: string, program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await capture(program, args);
  await appendFile(log, `$ ${program} ${args.join(' ')}\n${stdout}${stderr}`);
  if (code === 0) return;
  const tail = `${stdout}${stderr}`.trimEnd().split('\n').slice(-8).join('\n');
  throw new Error(`building a lab base: ${program} ended with ${code} (whole log: ${log})\n${tail}`);
}

/** Old versions may still be the lower layer of a running host: only those that no mount table names go. */
async function removeOlder(name: RootName): Promise<void> {
  const current = rootVersion(name);
  const versionOfRoot = new RegExp(`^${name}-[0-9a-f]{12}(\\.partial|\\.log)?$`);
  for (const entry of await readdir(basesFolder)) {
    if (!versionOfRoot.test(entry) || entry.startsWith(current)) continue;
    const root = path.join(basesFolder, entry);
    if (await isLowerLayer(root)) continue;
    await rm(root, { recursive: true, force: true });
  }
}

async function isLowerLayer(root: string): Promise<boolean> {
  const { code } = await capture('sh', ['-c', 'grep -qsF "lowerdir=$1," /proc/[0-9]*/mounts', 'sh', root]);
  return code === 0;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
