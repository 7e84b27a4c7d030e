// Runs the `main` of a TypeScript program that is no part of the product: Node 20 does not do that by itself.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Bundles the program, calls its `main` with this process's arguments and exits with what that gives. */
export async function runTypeScript(entryPoint) {
  // Inside the checkout, so that what the bundle leaves external is found.
  const cache = path.join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'run-'));
  const outfile = path.join(folder, 'main.mjs');
  try {
    await build({
      entryPoints: [path.join(root, entryPoint)],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      outfile,
      logLevel: 'warning',
    });
    // Or its service stays beside the program for as long as that runs.
    await stop();
    const { main } = await import(pathToFileURL(outfile).href);
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
