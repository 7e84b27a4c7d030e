/** A MAC address of 48 bits; undefined for other texts. Groups with `:` or `-`, three with `.`, two with `:`, or none. */
export function parseMac(text: string): bigint | undefined {
  const form = FORMS.find(({ pattern }) => pattern.test(text));
  if (form === undefined) return undefined;
  const groups = form.width === 12 ? [text] : text.split(/[-:.]/);
  return BigInt(`0x${groups.map((group) => group.padStart(form.width, '0')).join('')}`);
}

const FORMS: readonly { readonly pattern: RegExp; readonly width: number }[] = [
  { pattern: /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i, width: 2 },
  { pattern: /^[0-9a-f]{1,2}(?:-[0-9a-f]{1,2}){5}$/i, width: 2 },
  { pattern: /^[0-9a-f]{1,4}(?:[.:-][0-9a-f]{1,4}){2}$/i, width: 4 },
  { pattern: /^[0-9a-f]{5,6}[:-][0-9a-f]{5,6}$/i, width: 6 },
  { pattern: /^[0-9a-f]{12}$/i, width: 12 },
];

/** The address in hexadecimal, in groups of some digits. */
export function formatMac(mac: bigint, digits: number, separator: string): string {
  const hex = mac.toString(16).padStart(12, '0');
  return (hex.match(new RegExp(`.{${digits}}`, 'g')) ?? []).join(separator);
}

/** The interface identifier of stateless autoconfiguration (RFC 4291, appendix A). */
export function interfaceIdentifier(mac: bigint): bigint {
  const vendor = (mac >> 24n) ^ 0x020000n;
  return (vendor << 40n) | 0xfffe000000n | (mac & 0xffffffn);
}
