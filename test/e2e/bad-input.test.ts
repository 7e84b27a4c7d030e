import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder, tsplay } from './support/programs.ts';
import { projectWith } from './support/project.ts';

interface BadInput {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly code: number;
  readonly said: string;
}

const casesFolder = join(projectFolder, 'test/cases/bad-input');
const topics = readdirSync(casesFolder).filter((file) => file.endsWith('.yml'));

describe('what a mistake leads to', () => {
  let server: Server;
  let port = 0;
  let connections = 0;

  beforeAll(async () => {
    server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => void server.close());

  describe.each(topics)('%s', (topic) => {
    const cases = load(readFileSync(join(casesFolder, topic), 'utf8')) as readonly BadInput[];

    test.each(cases.map((one) => [one.name, one] as const))(
      '%s',
      async (_name, { files, args, code, said }) => {
        const hosts = { all: { hosts: { a: { ansible_host: '127.0.0.1', ansible_port: port } } } };
        const folder = await projectWith({ 'hosts.json': JSON.stringify(hosts), ...files });
        const ran = await tsplay(
          args ?? ['run', '-i', 'hosts.json', 'site.yml'],
          { NO_COLOR: '1', HOME: folder },
          folder,
        );
        const output = (ran.stdout + ran.stderr).replaceAll(folder, 'PROJECT');
        expect(output).toContain(said.trimEnd());
        expect(ran.code).toBe(code);
      },
    );
  });

  test('nothing of it has touched a host', () => {
    expect(connections).toBe(0);
  });
});
