import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import docker_volume from '../../src/modules/docker_volume.ts';
import {
  type Flavour,
  type LocalContext,
  localContext,
  play,
  scratchEachTest,
  withStandIns,
} from '../module/local-context.ts';

/** Answers as Docker's daemon does, for volumes alone; whatever else it is asked is refused. */
const daemon = `#!/bin/sh
[ "$*" = 'system dial-stdio' ] || { echo "unknown: $*" >&2; exit 64; }
cr=$(printf '\\r')
answer() { printf 'HTTP/1.1 %s\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "$1" "\${#2}" "$2"; }
while IFS= read -r line; do
  request=\${line%"$cr"} length=0 last=
  while IFS= read -r line && line=\${line%"$cr"} && [ -n "$line" ]; do
    case $line in
      'Content-Length: '*) length=\${line#*: } ;;
      'Connection: close') last=yes ;;
    esac
  done
  body=$(dd bs=1 count="$length" 2>/dev/null)
  case $request in
    'GET /volumes/data HTTP/1.1')
      if [ -e "$STATE/data" ]; then answer '200 OK' "$(cat "$STATE/data")"
      else answer '404 Not Found' '{"message":"no such volume"}'; fi ;;
    'POST /volumes/create HTTP/1.1') printf %s "$body" >"$STATE/data"; answer '201 Created' "$body" ;;
    'DELETE /volumes/data HTTP/1.1') answer '409 Conflict' '{"message":"volume is in use"}' ;;
    *) answer '400 Bad Request' '{"message":"unexpected"}' ;;
  esac
  [ -z "$last" ] || exit 0
done
`;

describe.each<Flavour>(['system', 'busybox'])('docker_volume with the tools of %s', (flavour) => {
  const folder = scratchEachTest();

  function target(program = daemon, options: { readonly checkMode?: boolean } = {}): LocalContext {
    writeFileSync(join(folder.path, 'docker'), program);
    chmodSync(join(folder.path, 'docker'), 0o755);
    return withStandIns(localContext({ flavour, ...options }), folder.path);
  }

  it('makes a volume, and finds it in one round trip', async () => {
    const args = { name: 'data', labels: { note: "it's\nodd" } };
    expect(await play(docker_volume, args, target())).toMatchObject({
      changed: true,
      volume: { Name: 'data', Labels: { note: "it's\nodd" } },
    });
    const again = target();
    expect(await play(docker_volume, args, again)).toMatchObject({ changed: false });
    expect(again.roundTrips()).toBe(1);
  });

  it('only tells what it would do', async () => {
    expect(await play(docker_volume, { name: 'data' }, target(daemon, { checkMode: true }))).toMatchObject({
      changed: true,
      actions: ['Created volume data with driver local'],
    });
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  it('says what the engine says when it refuses', async () => {
    writeFileSync(join(folder.path, 'data'), '{"Name":"data"}');
    expect(await play(docker_volume, { name: 'data', state: 'absent' }, target())).toMatchObject({
      failed: true,
      msg: 'volume data cannot be removed: volume is in use',
    });
  });

  it('says why the engine cannot be reached', async () => {
    const program = "#!/bin/sh\necho 'no socket there' >&2\nexit 1\n";
    expect(await play(docker_volume, { name: 'data' }, target(program))).toMatchObject({
      failed: true,
      msg: 'the container engine cannot be reached: no socket there',
    });
  });

  it('hands the connection over as flags', async () => {
    const program = '#!/bin/sh\nprintf "%s\\n" "$@" >"$STATE/flags"\nexit 1\n';
    const args = {
      name: 'data',
      docker_host: 'https://h:2376',
      ca_cert: '/etc/a b.pem',
      validate_certs: true,
    };
    await play(docker_volume, args, target(program));
    expect(readFileSync(join(folder.path, 'flags'), 'utf8').split('\n')).toEqual([
      ...['--host', 'tcp://h:2376', '--tlscacert', '/etc/a b.pem', '--tlsverify', 'system', 'dial-stdio', ''],
    ]);
  });
});

it('says that there is no engine', async () => {
  const context = localContext({ flavour: 'busybox' });
  expect(await play(docker_volume, { name: 'data' }, context)).toMatchObject({
    failed: true,
    msg: 'the container engine cannot be reached: there is neither docker nor podman',
  });
});
