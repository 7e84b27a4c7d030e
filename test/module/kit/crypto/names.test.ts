import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDer } from '../../../../src/module/kit/crypto/der.ts';
import {
  encodeName,
  formatName,
  nameOf,
  parseName,
} from '../../../../src/module/kit/crypto/distinguished-name.ts';
import { encodeGeneralName, generalNameText } from '../../../../src/module/kit/crypto/general-name.ts';
import { addressBytes, addressText } from '../../../../src/module/kit/ip-address.ts';
import { ModuleFailure } from '../../../../src/module/result.ts';

test.each([
  'DNS:*.example.com',
  'email:who@example.com',
  'URI:https://example.com/a?b=c:d',
  'IP:10.0.0.1',
  'IP:::1',
  'IP:2001:db8::1:0:0:1',
  'RID:1.2.840.113549',
  'dirName:CN=who,O=Org',
  'otherName:1.2.3;0c:01:61',
])('%s is written and read again', (text) => {
  expect(generalNameText(readDer(encodeGeneralName(text)))).toBe(text);
});

test.each(['10.0.0.0/8', '10.1.2.3/32', '0.0.0.0/0', '2001:db8::/33'])('the network %s', (network) => {
  expect(generalNameText(readDer(encodeGeneralName(`IP:${network}`, 'constraint')))).toBe(`IP:${network}`);
});

test.each(['IP:10.0.0.1/8', 'IP:10.0.0.0/33', 'IP:10.0.0.0/x'])('%s is no network', (text) => {
  expect(() => encodeGeneralName(text, 'constraint')).toThrow(ModuleFailure);
});

test.each([
  'example.com',
  'dns:x',
  'IP:10.0.0',
  'RID:x',
  'otherName:x',
  'otherName:1.2.3;zz',
  'dirName:x',
  'DNS:ä ö',
])('%s is refused', (text) => {
  expect(() => encodeGeneralName(text)).toThrow(ModuleFailure);
});

test('names beyond ASCII are written as DNS has them', () => {
  expect(encodeGeneralName('DNS:*.müller.example').subarray(2).toString()).toBe('*.xn--mller-kva.example');
});

test('addresses of both kinds are kept', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(address, (text) => {
      const bytes = addressBytes(text);
      expect(addressBytes(addressText(bytes))).toEqual(bytes);
    }),
  );
});

test('distinguished names are kept, whatever stands in them', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const name = values.map((one) => ({ oid: '2.5.4.10', value: one }));
      expect(nameOf(readDer(encodeName(name)))).toEqual(name);
    }),
  );
});

test('a formatted name is parsed again', () => {
  const value = fc.string({ minLength: 1 }).filter((text) => text.trim() === text);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const name = values.map((one) => ({ oid: '2.5.4.3', value: one }));
      expect(parseName(formatName(name)).toReversed()).toEqual(name);
    }),
  );
});

test('a name with slashes has its parts in their order', () => {
  expect(parseName('/C=DE/O=a\\/b/CN=x,y')).toEqual([
    { oid: '2.5.4.6', value: 'DE' },
    { oid: '2.5.4.10', value: 'a/b' },
    { oid: '2.5.4.3', value: 'x,y' },
  ]);
});
