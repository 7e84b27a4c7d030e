import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type ArchiveLayout, layouts, type StandIn } from './layouts.ts';
import { zipOf } from './zip.ts';

/** Seen from the project's folder: the bench packs this file into a bundle elsewhere. */
const programs = resolve('test/stand-ins/programs');

/** An archive as its vendor would give it out. */
export interface VendorArchive {
  readonly file: string;
  readonly content: Buffer;
  /** As `get_url` takes it: `sha256:...`. */
  readonly checksum: string;
}

/** Packs a stand-in of some version with the vendor's layout. */
export async function pack(name: StandIn, version: string): Promise<VendorArchive> {
  const layout: ArchiveLayout = layouts[name];
  const file = layout.file(version);
  const program = await standInProgram([...(layout.parts ?? []), name], version);
  const content = file.endsWith('.zip')
    ? zipOf(layout.program(version), Buffer.from(program))
    : await tarOf(layout, version, program);
  return { file, content, checksum: `sha256:${createHash('sha256').update(content).digest('hex')}` };
}

/** One file: its version, what all have in common, what some have in common, the program. */
async function standInProgram(names: readonly string[], version: string): Promise<string> {
  const parts = ['common', ...names].map((name) => readFile(join(programs, `${name}.py`), 'utf8'));
  return `#!/usr/bin/python3\nVERSION = "${version}"\n${(await Promise.all(parts)).join('\n\n')}`;
}

async function tarOf(layout: ArchiveLayout, version: string, program: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-stand-in-'));
  try {
    const members = { ...layout.more?.(version), [layout.program(version)]: program };
    for (const [path, text] of Object.entries(members)) {
      await mkdir(dirname(join(folder, 'content', path)), { recursive: true });
      const mode = path === layout.program(version) ? 0o755 : 0o644;
      await writeFile(join(folder, 'content', path), text, { mode });
    }
    const prefix = layout.dotted?.(version) === true ? './' : '';
    const names = [...new Set(Object.keys(members).map((path) => prefix + (path.split('/')[0] ?? '')))];
    const archive = join(folder, 'archive');
    await promisify(execFile)('tar', ['-C', join(folder, 'content'), '-czf', archive, ...names]);
    return await readFile(archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
