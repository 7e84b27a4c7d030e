// Bundles the program (dist/tsplay.mjs) and the API (dist/index.mjs). The modules' argument validators are compiled
// here, once, so that a start neither loads ajv nor compiles anything.
import { chmod, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // ssh2 loads optional native code at run time: it stays an ordinary dependency.
  external: ['ssh2', 'cpu-features'],
  // Bundled CommonJS code calls require for Node's own modules.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
  },
  define: { TSPLAY_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

/** Runs our own generator over the registry of modules, in a bundle of its own. */
async function generateValidatorCode() {
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-build-'));
  try {
    const outfile = join(folder, 'generate.mjs');
    const contents = `
      import { modules } from './src/modules/index.ts';
      import { generateValidators } from './src/module/generate-validators.ts';
      export const code = generateValidators(modules);`;
    await build({
      ...shared,
      external: [],
      packages: 'bundle',
      stdin: { contents, resolveDir: root, loader: 'ts' },
      outfile,
    });
    return (await import(pathToFileURL(outfile).href)).code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const code = await generateValidatorCode();
const compiledValidators = {
  name: 'compiled-validators',
  setup(bundle) {
    bundle.onLoad({ filter: /src\/module\/validators\.ts$/ }, () => ({
      contents: code,
      loader: 'js',
      resolveDir: root,
    }));
  },
};

// Built beside it and then swapped: a program that is started meanwhile is whole, the old one or the new one.
const built = await mkdtemp(join(root, 'dist-'));
const replaced = `${built}-replaced`;
await build({
  ...shared,
  entryPoints: { tsplay: 'src/bin.ts', index: 'src/index.ts' },
  outdir: built,
  outExtension: { '.js': '.mjs' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  plugins: [compiledValidators],
}).catch(async (error) => {
  await rm(built, { recursive: true });
  throw error;
});
await chmod(join(built, 'tsplay.mjs'), 0o755);
await chmod(built, 0o755);
await rename(join(root, 'dist'), replaced).catch((error) => {
  if (error.code !== 'ENOENT') throw error;
});
await rename(built, join(root, 'dist'));
await rm(replaced, { recursive: true, force: true });
