/** An elliptic curve under the name of the TLS registry. */
export interface Curve {
  readonly name: string;
  readonly oid: string;
  /** What openssl calls it. */
  readonly program: string;
  /** Bits. */
  readonly size: number;
}

const rows = [
  ['secp224r1', '1.3.132.0.33', 224],
  ['secp256k1', '1.3.132.0.10', 256],
  ['secp256r1', '1.2.840.10045.3.1.7', 256],
  ['secp384r1', '1.3.132.0.34', 384],
  ['secp521r1', '1.3.132.0.35', 521],
  ['secp192r1', '1.2.840.10045.3.1.1', 192],
  ['brainpoolP256r1', '1.3.36.3.3.2.8.1.1.7', 256],
  ['brainpoolP384r1', '1.3.36.3.3.2.8.1.1.11', 384],
  ['brainpoolP512r1', '1.3.36.3.3.2.8.1.1.13', 512],
  ['sect163k1', '1.3.132.0.1', 163],
  ['sect163r2', '1.3.132.0.15', 163],
  ['sect233k1', '1.3.132.0.26', 233],
  ['sect233r1', '1.3.132.0.27', 233],
  ['sect283k1', '1.3.132.0.16', 283],
  ['sect283r1', '1.3.132.0.17', 283],
  ['sect409k1', '1.3.132.0.36', 409],
  ['sect409r1', '1.3.132.0.37', 409],
  ['sect571k1', '1.3.132.0.38', 571],
  ['sect571r1', '1.3.132.0.39', 571],
] as const;

/** In the order of the documentation. */
export const curveNames = rows.map(([name]) => name);

const programNames: Readonly<Record<string, string>> = { secp192r1: 'prime192v1', secp256r1: 'prime256v1' };

export const curves: readonly Curve[] = rows.map(([name, oid, size]) => ({
  name,
  oid,
  size,
  program: programNames[name] ?? name,
}));
