import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import xml from '../../src/modules/xml.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

describe.each(['system', 'busybox'] as const)('xml on %s', (flavour) => {
  const folder = scratchEachTest();
  const write = (content: string | Uint8Array, name = 'a.xml'): string => {
    const path = join(folder.path, name);
    writeFileSync(path, content, { mode: 0o640 });
    return path;
  };

  test('edits a file with a strange name and keeps its mode', async () => {
    const path = write('<r><x/></r>\n', `-o "$(x)'\n.xml`);
    const context = localContext({ flavour });
    expect(await play(xml, { path, xpath: '/r/x', value: 7 }, context)).toMatchObject({ changed: true });
    expect(readFileSync(path, 'utf8')).toBe("<?xml version='1.0' encoding='UTF-8'?>\n<r><x>7</x></r>");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test('finds in one round trip that there is nothing to do', async () => {
    const context = localContext({ flavour });
    const args = { path: write('<r><x>7</x></r>'), xpath: '/r/x', value: '7' };
    expect(await play(xml, args, context)).toMatchObject({ changed: false });
    expect(context.roundTrips()).toBe(1);
    expect(readFileSync(args.path, 'utf8')).toBe('<r><x>7</x></r>');
  });

  test('changes nothing in check mode and keeps the old file beside the new one otherwise', async () => {
    const path = write('<r/>');
    const args = { path, xpath: '/r/@a', backup: true };
    expect(await play(xml, args, localContext({ flavour, checkMode: true }))).toMatchObject({
      changed: true,
    });
    expect(readFileSync(path, 'utf8')).toBe('<r/>');
    const { backup_file } = await play(xml, args, localContext({ flavour }));
    expect(readFileSync(String(backup_file), 'utf8')).toBe('<r/>');
  });
});

const ask = (xmlstring: string, args: Readonly<Record<string, unknown>> = { xpath: '/*', count: true }) =>
  play(xml, { xmlstring, ...args });

describe('documents that are refused', () => {
  const bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><r>&c;</r>';
  test.each([
    ['entities in entities', bomb, 'not supported'],
    ['an entity that nobody uses', '<!DOCTYPE r [<!ENTITY e "x">]><r/>', 'not supported'],
    [
      'a file as an entity',
      '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>',
      'not supported',
    ],
    ['an entity without a declaration', '<r>&e;</r>', 'entity not found'],
    [
      'more elements in each other than anybody writes',
      '<r>'.repeat(300) + '</r>'.repeat(300),
      'more than 256',
    ],
    ['a control character', '<r>\u0001</r>', 'control character'],
    ['a reference to one', '<r>&#0;</r>', 'control character'],
    ['half a pair', '<r>&#xd800;</r>', 'control character'],
    ['an open element', '<r><x></r>', 'mismatch'],
    ['two roots', '<r/><r/>', 'no XML'],
    ['text outside', '<r/>x', 'no XML'],
    ['an attribute twice', '<r a="1" a="2"/>', 'redefined'],
    ['an attribute without quotes', '<r a=1/>', 'quot'],
    ['a prefix that nobody declared', '<p:r/>', 'no XML'],
    ['nothing', '', 'no XML'],
  ])('%s', async (_, text, words) => {
    expect(await ask(text)).toMatchObject({ failed: true, msg: expect.stringContaining(words) });
  });

  test('reads no file for a document type', async () => {
    expect(await ask('<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>')).toMatchObject({ count: 1 });
  });
});

describe('encodings', () => {
  const folder = scratchEachTest();
  const marked = Buffer.from('\ufeff<r>ä</r>', 'utf16le');
  test.each([
    ['UTF-16 with its mark', marked, { matches: [{ r: 'ä' }] }],
    ['UTF-8 with its mark', Buffer.from('\ufeff<r>ä</r>'), { matches: [{ r: 'ä' }] }],
    [
      'ISO-8859-1',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><r>ä</r>', 'latin1'),
      { matches: [{ r: 'ä' }] },
    ],
    ['other bytes than it says', Buffer.from('<r>\xe4</r>', 'latin1'), { failed: true }],
    ['one that nobody knows', Buffer.from('<?xml version="1.0" encoding="x-own"?><r/>'), { failed: true }],
  ])('%s', async (_, bytes, result) => {
    const path = join(folder.path, 'a.xml');
    writeFileSync(path, bytes);
    expect(await play(xml, { path, xpath: '/r', content: 'text' })).toMatchObject(result);
  });
});

describe('tasks that are refused', () => {
  test.each([
    [{}, 'nothing is asked for'],
    [{ xpath: 'count(/r)', count: true }, 'gives no nodes but 1'],
    [{ xpath: '/p:r', count: true }, 'cannot be evaluated'],
    [{ xpath: '/r/p:x' }, "namespaces has no 'p'"],
    [{ xpath: '/r/@p:x' }, "namespaces has no 'p'"],
    [{ xpath: '/r/x[last()]' }, 'does not say'],
    [{ xpath: '//x', value: 'v' }, 'does not say'],
    [{ xpath: '/r/text()', state: 'absent' }, 'can be removed'],
    [{ xpath: '/r', value: ['v'] }, 'a text is expected'],
    [{ xpath: '/r', value: 'a\u0001' }, 'control character'],
    [{ xpath: "/r/x[@a='\u0001']" }, 'control character'],
    [{ xpath: '/r', add_children: ['a b'] }, 'is no name'],
    [{ xpath: '/r', add_children: [{ a: '1', b: '2' }] }, 'neither'],
    [{ xpath: '/r', add_children: [{ a: { _: 'b' } }] }, 'list of children'],
    [{ xpath: '/r', add_children: ['<a/>tail'], input_type: 'xml' }, 'no XML'],
    [{ xpath: '/r', add_children: ['a'], insertafter: true }, 'outermost'],
    [{ xpath: '/r', namespaces: { p: 1 } }, 'maps prefixes'],
  ])('%j', async (args, words) => {
    expect(await ask('<r>t</r>', args)).toMatchObject({ failed: true, msg: expect.stringContaining(words) });
  });
});

describe('what is written is read as the same text again', () => {
  const ends = ['<', '&', '>', '"', "'", '\r', '\n', '\t', ' ', ']]>', '<!--', '&amp;', 'é', '𝄞', 'a'];
  const text = fc.array(fc.constantFrom(...ends), { minLength: 1 }).map((parts) => parts.join(''));

  test('in elements', () =>
    fc.assert(
      fc.asyncProperty(text, async (value) => {
        const { xmlstring } = await ask('<r><x/></r>', { xpath: '/r/x', value });
        const again = await ask(String(xmlstring), { xpath: '/r/x', content: 'text' });
        expect(again).toMatchObject({ matches: [{ x: value }], xmlstring });
      }),
    ));

  test('in attributes', () =>
    fc.assert(
      fc.asyncProperty(text, async (value) => {
        const { xmlstring } = await ask('<r/>', { xpath: '/r', attribute: 'a', value });
        const again = await ask(String(xmlstring), { xpath: '/r', content: 'attribute' });
        expect(again).toMatchObject({ matches: [{ r: { a: value } }], xmlstring });
      }),
    ));
});
