import { createHash } from 'node:crypto';
import { ModuleFailure } from '../../result.ts';

/** A public key of an OpenPGP keyring, with all that belongs to it. */
export interface PublicKey {
  /** Forty hexadecimal digits, in capitals. */
  readonly fingerprint: string;
  /** The identifiers (16 digits) of the key and then of its subkeys. */
  readonly ids: readonly string[];
  /** The packets as they stand in a binary keyring. */
  readonly packets: Buffer;
}

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly whole: Buffer;
}

const tags = { publicKey: 6, publicSubkey: 14 };

/**
 * The keys of a keyring, armoured or binary (RFC 9580, versions 3 and 4 of keys: version 4 alone is used with apt).
 * Throws ModuleFailure for what is neither.
 */
export function publicKeysIn(content: Buffer, where: string): readonly PublicKey[] {
  if (content.length === 0) return [];
  if (content.toString('latin1', 8, 12) === 'KBXf') {
    throw new ModuleFailure(`${where} is a keybox: a keyring of OpenPGP packets is expected`);
  }
  const packets = packetsIn(isArmoured(content) ? dearmoured(content.toString('latin1')) : content);
  if (packets === undefined) throw new ModuleFailure(`${where} is no OpenPGP keyring`);
  const keys: Packet[][] = [];
  for (const packet of packets) {
    if (packet.tag === tags.publicKey) keys.push([packet]);
    else keys.at(-1)?.push(packet);
  }
  return keys.flatMap(keyOf);
}

function keyOf(packets: readonly Packet[]): readonly PublicKey[] {
  const fingerprints = packets
    .filter(({ tag }) => tag === tags.publicKey || tag === tags.publicSubkey)
    .map(({ body }) => fingerprintOf(body));
  const [fingerprint] = fingerprints;
  if (fingerprint === undefined) return [];
  return [
    {
      fingerprint,
      ids: fingerprints.map((one) => one.slice(-16)),
      packets: Buffer.concat(packets.map(({ whole }) => whole)),
    },
  ];
}

/** Of version 4: SHA-1 over 0x99, the length in two octets and the packet's body. */
function fingerprintOf(body: Buffer): string {
  const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  return createHash('sha1').update(head).update(body).digest('hex').toUpperCase();
}

function isArmoured(content: Buffer): boolean {
  return content.toString('latin1').includes('-----BEGIN PGP PUBLIC KEY BLOCK-----');
}

/** The binary form of all the blocks of an armoured text. Headers end with an empty line, the data before `=CRC`. */
function dearmoured(text: string): Buffer {
  const blocks = text.matchAll(
    /-----BEGIN PGP PUBLIC KEY BLOCK-----[^\n]*\r?\n([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g,
  );
  return Buffer.concat(
    [...blocks].map(([, block = '']) => {
      const lines = block.split(/\r?\n/).map((line) => line.trim());
      const start = lines.findLastIndex((line) => line.includes(': ')) + 1;
      const data = lines.slice(start).filter((line) => line !== '' && !line.startsWith('='));
      return Buffer.from(data.join(''), 'base64');
    }),
  );
}

/** Undefined when the bytes are no packets of whole length that begin with a public key. */
function packetsIn(content: Buffer): readonly Packet[] | undefined {
  const packets: Packet[] = [];
  let at = 0;
  while (at < content.length) {
    const header = headerAt(content, at);
    if (header === undefined || header.end > content.length) return undefined;
    packets.push({
      tag: header.tag,
      body: content.subarray(header.start, header.end),
      whole: content.subarray(at, header.end),
    });
    at = header.end;
  }
  return packets[0]?.tag === tags.publicKey ? packets : undefined;
}

interface PacketHeader {
  readonly tag: number;
  /** Where the body starts and ends. */
  readonly start: number;
  readonly end: number;
}

/** Partial lengths are not for keys, nor is a length without end. */
function headerAt(content: Buffer, at: number): PacketHeader | undefined {
  const first = content[at] ?? 0;
  const bodyOf = (tag: number, size: number, length: number): PacketHeader => ({
    tag,
    start: at + 1 + size,
    end: at + 1 + size + length,
  });
  if ((first & 0xc0) === 0xc0) {
    const tag = first & 0x3f;
    const one = content[at + 1] ?? 255;
    if (one < 192) return bodyOf(tag, 1, one);
    if (one < 224) return bodyOf(tag, 2, ((one - 192) << 8) + (content[at + 2] ?? 0) + 192);
    return one === 255 && at + 6 <= content.length ? bodyOf(tag, 5, content.readUInt32BE(at + 2)) : undefined;
  }
  if ((first & 0x80) === 0) return undefined;
  const size = [1, 2, 4][first & 3];
  if (size === undefined || at + 1 + size > content.length) return undefined;
  return bodyOf((first >> 2) & 0xf, size, content.readUIntBE(at + 1, size));
}
