import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/template/run-golden.ts');
