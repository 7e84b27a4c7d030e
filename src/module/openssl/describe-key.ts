import type { PrivateKeyFile } from '../kit/crypto/private-key-file.ts';
import { fingerprints, type PublicKey, publicKeyPem } from '../kit/crypto/public-key.ts';
import type { ResultData } from '../result.ts';

type Description = Readonly<Record<string, ResultData>>;

/** What a diff shows of a private key: its public half, in Ansible's keys; nothing of a key that is not there. */
export function describeKeyFile(key: PrivateKeyFile): Description {
  if (key.kind === 'missing') return {};
  if (key.kind === 'unreadable') return { can_parse_key: false, key_is_consistent: null };
  const { publicKey } = key;
  return {
    can_parse_key: true,
    key_is_consistent: null,
    public_data: publicKey.data,
    public_key: publicKeyPem(publicKey),
    public_key_fingerprints: shownFingerprints(publicKey),
    type: publicKey.type,
  };
}

/** The one digest that diffs show. */
export function shownFingerprints({ der }: PublicKey): Description {
  return { sha256: fingerprints(der)['sha256'] };
}
