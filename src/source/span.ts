/** One text that was read: a file, or text from the command line (then `path` names where, e.g. `<-e>`). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What opens the values in it that are encrypted; without one they cannot be read. */
  readonly vault?: Vault | undefined;
  /** The file is encrypted: its text (decrypted, like all places in it) is not to be shown. */
  readonly isSecret?: boolean | undefined;
}

/** A half-open range of UTF-16 offsets in one source text. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A text that is encrypted, and where it stands. */
export interface EncryptedText {
  readonly text: string;
  /** The place of a part of the text, by its UTF-16 offsets. */
  spanOf?(start: number, end: number): Span | undefined;
}

/** Opens what is encrypted with Ansible Vault: the stage `vault` makes one of passwords. */
export interface Vault {
  /** Throws a TsplayError with the place when none of its passwords opens the text, or the text is damaged. */
  decrypt(encrypted: EncryptedText): Uint8Array;
}
