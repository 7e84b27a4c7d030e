import { describe, expect, it } from 'vitest';
import {
  comparisonModes,
  isDifferent,
  type Kind,
} from '../../../../src/module/kit/docker/container/comparison.ts';
import { overImage, parseEnvironmentFile } from '../../../../src/module/kit/docker/container/environment.ts';
import { textOfFrames } from '../../../../src/module/kit/docker/container/operations.ts';
import { parsePublished } from '../../../../src/module/kit/docker/container/ports.ts';
import { durationInNanoseconds, sizeInBytes } from '../../../../src/module/kit/docker/container/units.ts';
import { parseVolumes } from '../../../../src/module/kit/docker/container/volumes.ts';
import { fullImageName, imagePath, parseImageName } from '../../../../src/module/kit/docker/image-name.ts';
import type { Json } from '../../../../src/module/kit/docker/json.ts';

describe('published ports', () => {
  it.each([
    ['80', [['80/tcp', '0.0.0.0', '']]],
    ['8080:80', [['80/tcp', '0.0.0.0', '8080']]],
    ['127.0.0.1::53/udp', [['53/udp', '127.0.0.1', '']]],
    ['[::1]:81:80', [['80/tcp', '::1', '81']]],
    ['8000-8100:80', [['80/tcp', '0.0.0.0', '8000-8100']]],
    [
      '7-9:1-2',
      [
        ['1/tcp', '0.0.0.0', '7'],
        ['2/tcp', '0.0.0.0', '8'],
      ],
    ],
  ])('%s', (text, bindings) => {
    expect(parsePublished([text], '0.0.0.0').map((one) => [one.port, one.HostIp, one.HostPort])).toEqual(
      bindings,
    );
  });

  it.each(['http', '80:http', '9-7', '70000', 'host:1:2', 'all'])('%s is none', (text) => {
    expect(() => parsePublished([text], '')).toThrow('published_ports: ');
  });
});

describe('volumes', () => {
  it('get a mode, and stand apart from those without a source', () => {
    expect(parseVolumes(['/a:/b', 'name:/c:ro,Z', '/d'])).toEqual({
      binds: ['/a:/b:rw', 'name:/c:ro,Z'],
      anonymous: ['/d'],
    });
  });

  it.each(['/a:/b:odd', '/a:/b:ro:x', './a:/b', 'a:ro'])('%s is none', (text) => {
    expect(() => parseVolumes([text])).toThrow('volumes: ');
  });
});

describe('units', () => {
  it.each([
    ['0', 0],
    ['64M', 64 * 1024 ** 2],
    ['1.5g', 1.5 * 1024 ** 3],
    ['512KB', 512 * 1024],
    ['7b', 7],
  ])('%s is a size', (text, bytes) => {
    expect(sizeInBytes(text, 'memory')).toBe(bytes);
  });

  it.each([
    ['1m30s', 90e9],
    ['500ms', 5e8],
    ['1h2m3s4ms5us', 3723e9 + 4_005_000],
  ])('%s is a duration', (text, nanoseconds) => {
    expect(durationInNanoseconds(text, 'interval')).toBe(nanoseconds);
  });

  it.each(['', '5', '1s1h', 'soon'])("'%s' is no duration", (text) => {
    expect(() => durationInNanoseconds(text, 'interval')).toThrow('interval: ');
  });
});

describe('the environment', () => {
  it('of the image stands below what is asked for', () => {
    expect(overImage(['A=2', 'C=3'], ['A=1', 'B=1'])).toEqual(['B=1', 'A=2', 'C=3']);
  });

  it('out of a file: without remarks, with all that is behind the first =', () => {
    expect(parseEnvironmentFile('A=1\n# x\n\n B=x = y \n', 'f')).toEqual([
      ['A', '1'],
      ['B', 'x = y'],
    ]);
  });

  it('does not show a line of a file that is none, which may be secret', () => {
    expect(() => parseEnvironmentFile('A=1\nhunter2\n', '/etc/env')).toThrow(
      /^env_file: line 2 of \/etc\/env is not NAME=value$/,
    );
  });
});

describe('comparisons', () => {
  const kinds = new Map<string, Kind>([
    ['env', 'set'],
    ['hostname', 'value'],
    ['published_ports', 'dict'],
  ]);

  it.each<[Kind, Json, Json, boolean, boolean]>([
    ['value', 'a', 'b', true, true],
    ['list', ['a'], ['a', 'b'], true, false],
    ['list', ['b', 'a'], ['a', 'b'], true, true],
    ['set', ['b'], ['a', 'b'], true, false],
    ['set', ['c'], ['a', 'b'], true, true],
    ['set', [], null, false, false],
    ['dict', { a: '1' }, { a: '1', b: '2' }, true, false],
    ['dict', { a: '2' }, { a: '1' }, true, true],
    ['dicts', [{ a: 1 }], [{ a: 1, b: null }, { c: 2 }], true, false],
  ])('a %s: %j beside %j', (kind, wanted, found, strictly, loosely) => {
    const option = { name: 'x', kind, wanted, found };
    expect(isDifferent(option, () => 'strict')).toBe(strictly);
    expect(isDifferent(option, () => 'allow_more_present')).toBe(loosely);
    expect(isDifferent(option, () => 'ignore')).toBe(false);
  });

  it('go by the name, then the wildcard, then the kind', () => {
    const modes = comparisonModes(
      new Map([
        ['*', 'ignore'],
        ['ports', 'strict'],
      ]),
      kinds,
    );
    expect([modes('published_ports', 'dict'), modes('env', 'set')]).toEqual(['strict', 'ignore']);
    const usual = comparisonModes(undefined, kinds);
    expect([usual('env', 'set'), usual('hostname', 'value')]).toEqual(['allow_more_present', 'strict']);
  });

  it.each([
    ['*', 'allow_more_present'],
    ['hostname', 'allow_more_present'],
    ['env', 'somehow'],
    ['nonesuch', 'strict'],
  ])('%s: %s is refused', (name, mode) => {
    expect(() => comparisonModes(new Map([[name, mode]]), kinds)).toThrow('comparisons: ');
  });
});

describe('names of images', () => {
  it.each([
    ['app', 'app:latest'],
    ['team/app:1.2', 'team/app:1.2'],
    ['registry:5000/app', 'registry:5000/app:latest'],
    ['app@sha256:00', 'app@sha256:00'],
  ])('%s', (name, full) => {
    expect(fullImageName(parseImageName(name))).toBe(full);
  });

  it('cannot leave their place in the API', () => {
    expect(imagePath('a/b?x#y:1')).toBe('/images/a/b%3Fx%23y%3A1/json');
  });
});

it('joins the frames of output in their order', () => {
  const frame = (stream: number, text: string): Buffer => {
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };
  expect(textOfFrames(Buffer.concat([frame(1, 'one\n'), frame(2, 'ö\n'), frame(1, '')]))).toBe('one\nö\n');
});
