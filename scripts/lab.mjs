import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/lab/cli.ts');
