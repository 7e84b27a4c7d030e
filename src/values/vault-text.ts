import { ObjectValue, type Value } from './types.ts';

/**
 * A text that is encrypted in its file (`!vault`). To templates it is a str; it is decrypted when its text is first
 * needed, so that a play which does not use it needs no password. What comes out is data: never a template.
 */
export class VaultText extends ObjectValue {
  readonly typeName = 'AnsibleVaultEncryptedUnicode';
  /** As written in the file, from `$ANSIBLE_VAULT` on. */
  readonly encrypted: string;
  readonly #decrypt: () => string;
  #text: string | undefined;
  /** `decrypt` throws a TsplayError with the value's place. */
  constructor(encrypted: string, decrypt: () => string) {
    super();
    this.encrypted = encrypted;
    this.#decrypt = decrypt;
  }
  /** The decrypted text. Throws what `decrypt` throws. */
  get value(): string {
    this.#text ??= this.#decrypt();
    return this.#text;
  }
  override length(): number {
    return Array.from(this.value).length;
  }
  override text(): string {
    return this.value;
  }
  override repr(reprOf: (member: Value) => string): string {
    return reprOf(this.value);
  }
}
