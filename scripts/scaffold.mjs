import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/scaffold/main.ts');
