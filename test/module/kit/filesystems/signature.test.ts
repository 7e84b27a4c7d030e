import { describe, expect, it } from 'vitest';
import { signatureIn } from '../../../../src/module/kit/filesystems/signature.ts';

const probed = (rc: number, stdout: string, stderr = '') => signatureIn({ rc, stdout, stderr });

describe('what blkid says is on a device', () => {
  it('is a file system, whatever else is said', () => {
    expect(probed(0, 'DEVNAME=/dev/x\nLABEL=TYPE\nUUID=1\nTYPE=ext4\nUSAGE=filesystem\n')).toEqual({
      kind: 'type',
      type: 'ext4',
    });
    expect(probed(0, '/dev/x: LABEL="" UUID="1-2" TYPE="vfat"\n')).toEqual({ kind: 'type', type: 'vfat' });
  });

  it('is a table of partitions, or nothing but what the table says of an empty partition', () => {
    expect(probed(0, 'DEVNAME=/dev/x\nPTUUID=1\nPTTYPE=gpt\n')).toEqual({ kind: 'partitions', table: 'gpt' });
    expect(probed(0, 'DEVNAME=/dev/x1\nPART_ENTRY_TYPE=0x83\n')).toEqual({ kind: 'none' });
  });

  it('is nothing only when blkid says so, and complains of nothing', () => {
    expect(probed(2, '')).toEqual({ kind: 'none' });
  });

  it.each([
    ['an error', 2, '', 'blkid: error: /dev/x: Input/output error', /Input\/output error/],
    ['the silence of a blkid that takes no options', 0, '', '', /does not know enough/],
    ['several signatures', 8, '', '', /several things/],
    ['no blkid', 127, '', 'sh: blkid: not found', /there is no blkid/],
    ['a device that cannot be read', 74, '', '', /cannot be read/],
    ['anything else', 4, '', '', /ended with 4/],
  ])('is unclear: %s', (_, rc, stdout, stderr, reason) => {
    expect(probed(rc, stdout, stderr)).toEqual({ kind: 'unclear', reason: expect.stringMatching(reason) });
  });
});
