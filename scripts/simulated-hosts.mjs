import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/bench/simulated-hosts.ts');
