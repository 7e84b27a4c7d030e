import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editInterface,
  type InterfaceRequest,
  type InterfaceStanza,
  interfacesIn,
} from '../../../src/module/text/interfaces-edit.ts';

const text = `# head
auto eth0
iface eth0 inet static
    address 192.0.2.1
    up  route add one
\tup route add two
iface eth0 inet6 auto
mapping wlan0
  script x
iface eth1 inet dhcp`;

const stanzasOf = (of: string): readonly InterfaceStanza[] => {
  const stanzas = interfacesIn(of);
  if (typeof stanzas === 'string') throw new Error(stanzas);
  return stanzas;
};

const edited = (request: Partial<InterfaceRequest>, of = text): string =>
  editInterface(of, stanzasOf(of), {
    iface: 'eth0',
    family: undefined,
    option: 'mtu',
    value: undefined,
    state: 'present',
    ...request,
  });

describe('the stanzas of interfaces(5)', () => {
  it('are those of iface, with their options', () => {
    expect(
      stanzasOf(text).map(({ name, family, method, options }) => [
        name,
        family,
        method,
        options.map((option) => `${option.name}=${option.value}`),
      ]),
    ).toEqual([
      ['eth0', 'inet', 'static', ['address=192.0.2.1', 'up=route add one', 'up=route add two']],
      ['eth0', 'inet6', 'auto', []],
      ['eth1', 'inet', 'dhcp', []],
    ]);
  });

  it('have no line that stands before them', () => {
    expect(interfacesIn('auto eth0\n  mtu 9000\n')).toBe('line 2 is part of no interface: mtu 9000');
  });
});

describe('an option', () => {
  it.each([
    [{ option: 'address', value: '192.0.2.1' }, text, 'stands'],
    [
      { option: 'address', value: '192.0.2.9' },
      text.replace('192.0.2.1', '192.0.2.9'),
      'changes in its place',
    ],
    [
      { option: 'up', value: 'route add three' },
      text.replace('add two\n', 'add two\n\tup route add three\n'),
      'is a command more, behind the others',
    ],
    [{ option: 'up', value: 'route add one' }, text, 'is a command that stands'],
    [
      { family: 'inet6', value: '1400' },
      text.replace('inet6 auto\n', 'inet6 auto\n    mtu 1400\n'),
      'goes to the family that is meant',
    ],
    [{ option: 'method', value: 'dhcp', family: 'inet' }, text.replace('static', 'dhcp'), 'is the method'],
    [{ iface: 'eth1', value: '9000' }, `${text}\n    mtu 9000\n`, 'is never glued to a last line'],
    [{ option: 'up', state: 'absent' }, text.replace(/^\s*up .*\n/gm, ''), 'goes with all its values'],
    [
      { option: 'up', value: 'route add two', state: 'absent' },
      text.replace('\tup route add two\n', ''),
      'goes as the one command that is meant',
    ],
    [{ option: 'gateway', state: 'absent' }, text, 'that is not there stays away'],
  ] as const)('%j: %#', (request, after, _what) => {
    expect(edited(request)).toBe(after);
    expect(edited(request, after), 'the second time').toBe(after);
  });

  it('has the value that was asked for, and nothing else of the file changes', () => {
    const word = fc
      .stringMatching(/^[a-z][a-z0-9-]{0,6}$/)
      .filter(
        (name) =>
          !/^(auto|source|rename|iface|mapping|template|method|up|down|pre-up|post-up|allow-.*|no-.*)$/.test(
            name,
          ),
      );
    const value = fc.stringMatching(/^[!-~]([ -~]{0,10}[!-~])?$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, value), { maxLength: 4 }),
        word,
        value,
        (others, option, wanted) => {
          const before = `iface eth0 inet static\n${others.map(([name, one]) => `  ${name} ${one}\n`).join('')}iface eth1 inet dhcp\n  mtu 1\n`;
          const [own, other] = stanzasOf(edited({ option, value: wanted }, before));
          const last = own?.options.findLast(({ name }) => name === option);
          expect(last?.value).toBe(wanted);
          expect(
            own?.options.filter(({ name }) => name !== option).map((one) => [one.name, one.value]),
          ).toEqual(others.filter(([name]) => name !== option));
          expect(other?.options).toMatchObject([{ name: 'mtu', value: '1' }]);
        },
      ),
    );
  });
});
