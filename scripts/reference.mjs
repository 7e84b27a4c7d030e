import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/reference/main.ts');
