/** Templates that try to use up the controller, each in a process of its own with little memory and a deadline. */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const attacks = load(
  readFileSync(new URL('../cases/templating/attacks.yml', import.meta.url), 'utf8'),
) as readonly string[];
const deadlineMs = 60_000;
let folder = '';
let program = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tsplay-attacks-'));
  program = join(folder, 'render.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./support/render-attack.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    logLevel: 'silent',
  });
}, deadlineMs);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.concurrent('ends in a value or an error of the template, with 256 MB and soon', () => {
  it.each(attacks.map((template, index) => [`${index}: ${template.slice(0, 90)}`, template] as const))(
    '%s',
    async (_name, template) => {
      const { code, output } = await render(template);
      expect(output).toMatch(/^(?:value|template-[a-z-]+|lookup-failed|undefined-variable|yaml-[a-z-]+)\n$/);
      expect(code).toBe(0);
    },
    deadlineMs,
  );
});

function render(template: string): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--max-old-space-size=256', program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: deadlineMs - 5000,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(template);
  });
}
