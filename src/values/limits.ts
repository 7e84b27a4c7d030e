/**
 * Bounds of what one operation may make. They are far above what playbooks need and far below what hurts the
 * controller.
 */
export const limits = {
  /** Bits of an int that `**`, `*` or `<<` may give. */
  integerBits: 1 << 20,
  /** UTF-16 units of a string that one operation may give. */
  stringLength: 16 * 1024 * 1024,
  /** Items of a list that one operation may give. */
  listLength: 5_000_000,
  /** Members, at all depths, of a value that is printed, compared, merged or converted. */
  members: 2_000_000,
  /** Matches of a regular expression in one text. */
  matches: 1_000_000,
  /** Nesting of a value that is printed, compared or converted. */
  depth: 1000,
} as const;
