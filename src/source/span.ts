/** One text that was read: a file, or text from the command line (then `path` names where, e.g. `<-e>`). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range of UTF-16 offsets in one source text. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}
