import { createHash } from 'node:crypto';

export type SshKeyType = 'rsa' | 'dsa' | 'ecdsa' | 'ed25519';

/** A public key of OpenSSH: `ssh-ed25519 AAAA... comment`. */
export interface SshPublicKey {
  readonly type: SshKeyType;
  /** Bits. */
  readonly size: number;
  /** Type and blob, without the comment. */
  readonly text: string;
  readonly comment: string;
  /** As ssh-keygen shows it: `SHA256:...`. */
  readonly fingerprint: string;
}

/** Reads the first line of a text; undefined when it is no public key. */
export function parseSshPublicKey(text: string): SshPublicKey | undefined {
  const [, name = '', base64 = '', comment = ''] =
    /^([a-z0-9-]+) ([A-Za-z0-9+/]+={0,2})(?: ([^\n]*))?\s*$/m.exec(text.split('\n')[0] ?? '') ?? [];
  const blob = Buffer.from(base64, 'base64');
  const [inner, ...fields] = fieldsOf(blob);
  if (inner === undefined || inner.toString('latin1') !== name) return undefined;
  const kind = kindOf(name, fields);
  if (kind === undefined) return undefined;
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { ...kind, text: `${name} ${base64}`, comment, fingerprint: `SHA256:${digest}` };
}

/** The strings of a blob (RFC 4253, 6.6), each behind its length in four bytes. */
function fieldsOf(blob: Buffer): readonly Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length; ) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return [];
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

function kindOf(name: string, fields: readonly Buffer[]): Pick<SshPublicKey, 'type' | 'size'> | undefined {
  const curve = /^ecdsa-sha2-nistp(256|384|521)$/.exec(name)?.[1];
  if (curve !== undefined) return { type: 'ecdsa', size: Number(curve) };
  if (name === 'ssh-ed25519') return { type: 'ed25519', size: 256 };
  if (name === 'ssh-rsa') return { type: 'rsa', size: bitLength(fields[1]) };
  if (name === 'ssh-dss') return { type: 'dsa', size: bitLength(fields[0]) };
  return undefined;
}

function bitLength(number: Buffer | undefined): number {
  return BigInt(`0x${number?.toString('hex') || '0'}`).toString(2).length;
}
