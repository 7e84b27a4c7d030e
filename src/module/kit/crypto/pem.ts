/** Bytes in the armour of RFC 7468: lines of 64 characters. */
export function pemOf(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The bytes of the first block with one of these labels; undefined when there is none. */
export function bytesOfPem(text: string, labels: readonly string[]): Buffer | undefined {
  for (const [, label = '', body = ''] of text.matchAll(
    /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\s]*?)-----END \1-----/g,
  )) {
    if (labels.includes(label)) return Buffer.from(body, 'base64');
  }
  return undefined;
}
