import { describe, expect, it } from 'vitest';
import { captured, reported } from '../../../src/module/kit/captured.ts';
import { read, textReading } from '../../../src/module/kit/reading.ts';
import { type Flavour, localContext } from '../local-context.ts';

const flavours: readonly Flavour[] = ['system', 'busybox'];

describe.each(flavours)('a captured program (%s)', (flavour) => {
  it('has its outputs apart, to the last line end, and its status, among other readings', async () => {
    const context = localContext({ flavour });
    const found = await read(context, {
      both: captured("printf 'out\\n\\n'; printf 'errors\\n\\n' >&2; exit 3"),
      silent: captured(':'),
      after: textReading('echo still here'),
    });
    expect(found).toEqual({
      both: { rc: 3, stdout: 'out\n\n', stderr: 'errors\n\n' },
      silent: { rc: 0, stdout: '', stderr: '' },
      after: 'still here',
    });
    expect(context.roundTrips()).toBe(1);
  });

  it('may be prepared by what ends everything before it runs', async () => {
    const { refused } = await read(localContext({ flavour }), {
      refused: captured('echo never', 'exit 127'),
    });
    expect(refused).toEqual({ rc: 127, stdout: '', stderr: '' });
  });
});

it('is reported as results are', () => {
  expect(reported({ rc: 1, stdout: 'a\nb\n', stderr: '' })).toEqual({
    rc: 1,
    stdout: 'a\nb\n',
    stdout_lines: ['a', 'b'],
    stderr: '',
    stderr_lines: [],
  });
});
