import { describe, expect, it } from 'vitest';
import dpkgSelections from '../../src/modules/dpkg_selections.ts';
import hostname from '../../src/modules/hostname.ts';
import sysctl from '../../src/modules/sysctl.ts';
import sysvinit from '../../src/modules/sysvinit.ts';
import { localContext, play } from '../module/local-context.ts';

describe('what cannot be a name is refused before the target is asked', () => {
  it.each(['no name; id', '-n', 'a..b', '', 'x'.repeat(65), 'a_b', 'a.'])('hostname %j', async (name) => {
    const context = localContext();
    expect(await play(hostname, { name }, context)).toMatchObject({ failed: true });
    expect(context.roundTrips()).toBe(0);
  });

  it.each(['--version', 'a b', 'x*', 'a;id', ''])('dpkg_selections %j', async (name) => {
    const context = localContext();
    expect(await play(dpkgSelections, { name, selection: 'hold' }, context)).toMatchObject({ failed: true });
    expect(context.roundTrips()).toBe(0);
  });

  it.each(['-p', 'a b', 'a=b', '#a', ''])('sysctl %j', async (name) => {
    const context = localContext();
    expect(await play(sysctl, { name, value: '1' }, context)).toMatchObject({ failed: true });
    expect(context.roundTrips()).toBe(0);
  });

  it.each(['../x', '.', ''])('sysvinit %j', async (name) => {
    const context = localContext();
    expect(await play(sysvinit, { name, state: 'started' }, context)).toMatchObject({ failed: true });
    expect(context.roundTrips()).toBe(0);
  });
});
