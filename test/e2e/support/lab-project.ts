import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Lab, type LabOptions, startLab } from '../../lab/lab.ts';

/** Hosts of the lab, and a folder of the controller with what is played on them. */
export interface LabProject {
  readonly lab: Lab;
  readonly folder: string;
  /** The path of a file in the folder. */
  file(name: string): string;
  /** Writes a file, data as JSON (which YAML reads), and gives its path. */
  write(name: string, content: unknown): Promise<string>;
}

/** Boots hosts before the tests of the block that calls it, and takes all away after them. `lab.yml` is the inventory. */
export function labProject(hosts: LabOptions['hosts']): () => LabProject {
  let project: LabProject | undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tsplay-e2e-'));
    const file = (name: string): string => join(folder, name);
    const write = async (name: string, content: unknown): Promise<string> => {
      await writeFile(file(name), typeof content === 'string' ? content : JSON.stringify(content));
      return file(name);
    };
    project = { lab: await startLab({ hosts }), folder, file, write };
    await write('lab.yml', project.lab.inventory());
  });
  afterAll(async () => {
    await project?.lab.stop();
    if (project !== undefined) await rm(project.folder, { recursive: true, force: true });
  });
  return () => {
    if (project === undefined) throw new Error('the lab has not been booted');
    return project;
  };
}
