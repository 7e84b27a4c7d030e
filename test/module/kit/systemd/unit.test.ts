import { describe, expect, it } from 'vitest';
import {
  isEnabled,
  isFound,
  isMasked,
  isRunning,
  parseProperties,
  parseUnitState,
} from '../../../../src/module/kit/systemd/unit.ts';

it('reads properties, those over several lines too', () => {
  const text =
    'Id=a.service\nExecStart={ path=/bin/sh ; argv[]=/bin/sh -c x\ny=1\n }\nDescription=\nEnvironment=A=1 B=2\n';
  expect([...parseProperties(text)]).toEqual([
    ['Id', 'a.service'],
    ['ExecStart', '{ path=/bin/sh ; argv[]=/bin/sh -c x\ny=1\n }'],
    ['Description', ''],
    ['Environment', 'A=1 B=2'],
  ]);
});

describe('a unit', () => {
  const state = (properties: string, enabled: string, init = '') =>
    parseUnitState(`${properties}\n=0\n${enabled}${init}`, '');

  it.each([
    [
      'loaded and running',
      'LoadState=loaded\nActiveState=active\nUnitFileState=enabled',
      'enabled\n=0\n',
      '',
      [true, false, true, true],
    ],
    [
      'loaded and off',
      'LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled',
      'disabled\n=1\n',
      '',
      [true, false, false, false],
    ],
    [
      'static',
      'LoadState=loaded\nActiveState=failed\nUnitFileState=static',
      'static\n=0\n',
      '',
      [true, false, false, true],
    ],
    [
      'masked',
      'LoadState=masked\nActiveState=inactive\nUnitFileState=masked',
      'masked\n=1\n',
      '',
      [true, true, false, false],
    ],
    ['not there', 'LoadState=not-found\nActiveState=inactive', '=1\n', '', [false, false, false, false]],
    [
      'an init script',
      'LoadState=loaded\nActiveState=activating',
      '=1\n',
      'script\nenabled\n',
      [true, false, true, true],
    ],
    [
      'a script without links',
      'LoadState=loaded\nActiveState=inactive',
      '=1\n',
      'script\n',
      [true, false, false, false],
    ],
  ])('%s', (_, properties, enabled, init, expected) => {
    const unit = state(properties, enabled, init);
    expect([isFound(unit), isMasked(unit), isRunning(unit), isEnabled(unit)]).toEqual(expected);
  });

  it('keeps the reason when systemd cannot be asked', () => {
    expect(parseUnitState('=1\n=1\n', 'Failed to connect to bus\n').error).toBe('Failed to connect to bus');
  });
});
