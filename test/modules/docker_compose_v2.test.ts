import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeEvents } from '../../src/module/kit/docker/compose/events.ts';
import { parseListing, shownContainer } from '../../src/module/kit/docker/compose/listing.ts';
import docker_compose_v2 from '../../src/modules/docker_compose_v2.ts';
import {
  type Flavour,
  type LocalContext,
  localContext,
  play,
  scratchEachTest,
  withStandIns,
} from '../module/local-context.ts';

/**
 * Plays `docker compose` for one service `web`, as its documentation has it: `$STATE/state` holds what the container
 * does. Options that it does not know are refused.
 */
const compose = `#!/bin/sh
printf '%s\\n' "$*" >>"$STATE/calls"
[ "$1" = compose ] || { echo "unknown: $1" >&2; exit 64; }
shift
dry= mark= file=
while :; do
  case $1 in
    --ansi|--progress|--project-name|--env-file|--profile) shift 2 ;;
    --file) file=$2; shift 2 ;;
    --dry-run) dry=yes mark='DRY-RUN MODE - '; shift ;;
    -*) echo "unknown flag: $1" >&2; exit 16 ;;
    *) break ;;
  esac
done
[ -z "$file" ] || cp "$file" "$STATE/definition"
now=$(cat "$STATE/state" 2>/dev/null || echo none)
say() { echo " \${mark}Container shop-web-1  $1" >&2; }
become() { [ -n "$dry" ] || echo "$1" >"$STATE/state"; }
verb=$1; shift
case $verb in
  up)
    start=yes again=
    while [ $# -gt 0 ]; do
      case $1 in
        --no-start) start= ;;
        --force-recreate) again=yes ;;
        --pull|--scale|--timeout|--wait-timeout) shift ;;
        --detach|--no-color|--quiet-pull|--remove-orphans|--no-recreate|--no-deps|--build|--no-build|--wait) ;;
        --) break ;;
        *) echo "unknown flag: $1" >&2; exit 16 ;;
      esac
      shift
    done
    [ "$now" != broken ] || { echo 'service "web" refers to undefined network' >&2; exit 1; }
    case $now$again in
      none*) say Creating; say Created; now=created ;;
      *yes) say Recreate; say Recreated; now=created ;;
    esac
    if [ -z "$start" ]; then :
    elif [ "$now" = running ]; then say Running
    else say Starting; say Started; now=running; fi
    become "$now" ;;
  stop) say Stopping; say Stopped; become exited ;;
  restart) say Restarting; say Started; become running ;;
  down) [ "$now" = none ] || { say Stopping; say Stopped; say Removing; say Removed; become none; } ;;
  ps) [ "$now" = none ] || echo '{"Name":"shop-web-1","Service":"web","State":"'"$now"'","Labels":"a=b,c=d=e"}' ;;
  images) echo '[{"ContainerName":"shop-web-1","Repository":"web"}]' ;;
  *) echo "unknown: $verb" >&2; exit 64 ;;
esac
`;

describe.each<Flavour>(['system', 'busybox'])('docker_compose_v2 with the tools of %s', (flavour) => {
  const folder = scratchEachTest();

  function target(options: { readonly checkMode?: boolean } = {}): LocalContext {
    writeFileSync(join(folder.path, 'docker'), compose);
    chmodSync(join(folder.path, 'docker'), 0o755);
    return withStandIns(localContext({ flavour, ...options }), folder.path);
  }

  const project = () => ({ project_src: folder.path });
  const write = (name: string, content: string) => writeFileSync(join(folder.path, name), content);
  const state = () => readFileSync(join(folder.path, 'state'), 'utf8').trim();
  const calls = () => readFileSync(join(folder.path, 'calls'), 'utf8');
  const action = (status: string) => ({ what: 'container', id: 'shop-web-1', status });

  it('starts a project, and finds it started in one round trip', async () => {
    write('compose.yaml', 'services: {}');
    expect(await play(docker_compose_v2, project(), target())).toMatchObject({
      changed: true,
      actions: [action('Creating'), action('Starting')],
      containers: [{ State: 'running', Labels: { a: 'b', c: 'd=e' } }],
      images: [{ Repository: 'web' }],
    });
    const again = target();
    expect(await play(docker_compose_v2, project(), again)).toMatchObject({ changed: false, actions: [] });
    expect(again.roundTrips()).toBe(1);
  });

  it('predicts with a dry run', async () => {
    write('compose.yaml', '');
    expect(await play(docker_compose_v2, project(), target({ checkMode: true }))).toMatchObject({
      changed: true,
      actions: [action('Creating'), action('Starting')],
      containers: [],
    });
    expect(existsSync(join(folder.path, 'state'))).toBe(false);
  });

  it('stops what runs, and only that', async () => {
    write('compose.yaml', '');
    write('state', 'running');
    const args = { ...project(), state: 'stopped', timeout: 3 };
    expect(await play(docker_compose_v2, args, target())).toMatchObject({ changed: true });
    expect(state()).toBe('exited');
    expect(await play(docker_compose_v2, args, target())).toMatchObject({ changed: false });
  });

  it('restarts, and removes', async () => {
    write('compose.yaml', '');
    write('state', 'running');
    expect(await play(docker_compose_v2, { ...project(), state: 'restarted' }, target())).toMatchObject({
      actions: [action('Restarting')],
    });
    const absent = { ...project(), state: 'absent', remove_volumes: true, remove_images: 'local' };
    expect(await play(docker_compose_v2, absent, target())).toMatchObject({ changed: true, containers: [] });
    expect(calls()).toContain(' down --rmi local --volumes\n');
    expect(await play(docker_compose_v2, absent, target())).toMatchObject({ changed: false });
  });

  it('hands everything over as options, services behind --', async () => {
    write('one file.yml', '');
    const args = {
      ...project(),
      files: ['one file.yml'],
      project_name: 'shop',
      profiles: ['debug'],
      services: ['-web'],
      pull: 'always',
      build: 'never',
      recreate: 'always',
      scale: { web: 2 },
      wait: true,
      wait_timeout: 9,
      dependencies: false,
    };
    expect(await play(docker_compose_v2, args, target())).toMatchObject({ changed: true });
    expect(calls()).toContain(
      'compose --ansi never --progress plain --project-name shop --file one file.yml --profile debug up --detach --no-color --quiet-pull --pull always --force-recreate --no-deps --no-build --scale web=2 --wait --wait-timeout 9 -- -web\n',
    );
  });

  it('keeps a definition out of every command line', async () => {
    const definition = { services: { web: { image: 'web', environment: { KEY: 'hunter2\nline' } } } };
    const result = await play(docker_compose_v2, { definition, project_name: 'shop' }, target());
    expect(result).toMatchObject({ changed: true });
    expect(calls()).not.toContain('hunter2');
    expect(JSON.parse(readFileSync(join(folder.path, 'definition'), 'utf8'))).toEqual(definition);
  });

  it('says what is missing before it calls anything', async () => {
    expect(await play(docker_compose_v2, project(), target())).toMatchObject({
      failed: true,
      msg: expect.stringContaining(`there is no Compose file in ${folder.path}: compose.yaml`),
    });
    expect(existsSync(join(folder.path, 'calls'))).toBe(false);
  });

  it('fails with what Compose says', async () => {
    write('compose.yaml', '');
    write('state', 'broken');
    expect(await play(docker_compose_v2, project(), target())).toMatchObject({
      failed: true,
      rc: 1,
      msg: 'docker compose fails: service "web" refers to undefined network',
    });
  });

  it('refuses what is no number of containers', async () => {
    write('compose.yaml', '');
    expect(await play(docker_compose_v2, { ...project(), scale: { web: 'many' } }, target())).toMatchObject({
      failed: true,
      msg: "scale: 'many' of service 'web' is no number of containers",
    });
  });
});

describe('what Compose prints', () => {
  it.each([
    [' Network shop_default  Creating', { what: 'network', id: 'shop_default', status: 'Creating' }],
    [' Volume "shop_data"  Creating', { what: 'volume', id: 'shop_data', status: 'Creating' }],
    [
      ' DRY-RUN MODE -  Container shop-web-1  Recreate',
      { what: 'container', id: 'shop-web-1', status: 'Recreating' },
    ],
    [' web Pulling ', { what: 'service', id: 'web', status: 'Pulling' }],
  ])('%s', (line, event) => {
    expect(composeEvents(line)).toEqual([event]);
  });

  it.each([
    ' Container shop-web-1  Running',
    ' Container shop-web-1  Healthy',
    'time="x" level=warning msg="Creating"',
  ])('%s is no change', (line) => {
    expect(composeEvents(line)).toEqual([]);
  });

  it.each([
    ['lines', '{"a":1}\n{"a":2}\n'],
    ['a list', '[{"a":1},{"a":2}]'],
  ])('lists as %s', (_, text) => {
    expect(parseListing(text)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('lists nothing', () => {
    expect(parseListing('\n')).toEqual([]);
  });

  it('takes labels and names apart', () => {
    expect(shownContainer({ Labels: 'a=b=c,d', Networks: 'one,two', Mounts: '' })).toEqual({
      Labels: { a: 'b=c', d: '' },
      Networks: ['one', 'two'],
      Mounts: [],
    });
  });
});
