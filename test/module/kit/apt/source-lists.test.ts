import { describe, expect, it } from 'vitest';
import {
  addSource,
  listNameOf,
  parseSourceLine,
  removeSource,
} from '../../../../src/module/kit/apt/source-lists.ts';

const main = { path: '/etc/apt/sources.list', text: '# a\ndeb http://a b c # why\n#deb http://off b c\n' };
const other = { path: '/etc/apt/sources.list.d/o.list', text: 'deb  [x=y z=u]  http://o  ./\n' };

describe('a line of a list of sources', () => {
  it.each([
    ['deb http://a b c', { isEnabled: true, source: 'deb http://a b c' }],
    [
      '  deb-src\t[arch=amd64  x=y]  http://a  b   # why',
      { isEnabled: true, source: 'deb-src [arch=amd64 x=y] http://a b' },
    ],
    ['## deb http://a b', { isEnabled: false, source: 'deb http://a b' }],
    ['# debian is good', undefined],
    ['deb http://a', undefined],
    ['deb [x=y] http://a', undefined],
    ['http://a b c', undefined],
    ['', undefined],
  ])('%j', (line, expected) => {
    expect(parseSourceLine(line)).toEqual(expected);
  });
});

describe('adding a source', () => {
  it('changes nothing when a list has it, whatever blanks and remarks are around', () => {
    expect(addSource([main, other], 'deb http://a b c', '/t')).toEqual([]);
    expect(addSource([main, other], 'deb [x=y z=u] http://o ./', '/t')).toEqual([]);
  });

  it('switches on the line that is off', () => {
    expect(addSource([main, other], 'deb http://off b c', '/t')).toEqual([
      { path: main.path, before: main.text, after: main.text.replace('#deb', 'deb') },
    ]);
  });

  it('never glues a line to one without an end', () => {
    const list = { path: '/t', text: 'deb http://x y' };
    expect(addSource([list], 'deb http://new y', '/t')).toEqual([
      { path: '/t', before: list.text, after: 'deb http://x y\ndeb http://new y\n' },
    ]);
  });
});

describe('removing a source', () => {
  it('takes its line from every list and leaves nothing empty but the main one', () => {
    const only = { path: '/etc/apt/sources.list', text: 'deb http://o ./\n' };
    const twin = { path: '/etc/apt/sources.list.d/o.list', text: 'deb http://o ./\n\n' };
    expect(removeSource([only, twin, main], 'deb http://o ./')).toEqual([
      { path: only.path, before: only.text, after: '' },
      { path: twin.path, before: twin.text, after: undefined },
    ]);
  });

  it('leaves a line that is off', () => {
    expect(removeSource([main], 'deb http://off b c')).toEqual([]);
  });
});

it.each([
  ['deb http://deb.example.org/debian stable main', 'deb_example_org_debian'],
  ['deb [arch=amd64] https://u:p@x.org:8443/a+b/ ./', 'x_org_8443_a_b'],
  ['deb file:/srv/packages ./', 'file_srv_packages'],
])('the name of the list for %s is %s', (source, name) => {
  expect(listNameOf(source)).toBe(name);
});
