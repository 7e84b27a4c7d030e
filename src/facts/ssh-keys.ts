import type { ResultData } from '../module/result.ts';
import type { FactCollector } from './collector.ts';
import { matchingFiles } from './collector.ts';

/** The public halves of the SSH server's keys: `ssh_host_key_ed25519_public` and its key type. */
export const sshKeys: FactCollector = {
  name: 'ssh_pub_keys',
  minimal: true,
  subsets: [
    'ssh_host_pub_keys',
    'ssh_host_key_dsa_public',
    'ssh_host_key_rsa_public',
    'ssh_host_key_ecdsa_public',
    'ssh_host_key_ed25519_public',
  ],
  requires: [],
  files: ['/etc/ssh/ssh_host_*_key.pub'],
  parse: (probe) => {
    const facts: Record<string, ResultData> = {};
    for (const [match, text] of matchingFiles(probe, /\/ssh_host_(\w+)_key\.pub$/)) {
      const [type, key] = text.split(' ');
      if (type === undefined || key === undefined) continue;
      facts[`ssh_host_key_${match[1] ?? ''}_public`] = key;
      facts[`ssh_host_key_${match[1] ?? ''}_public_keytype`] = type;
    }
    return facts;
  },
};
