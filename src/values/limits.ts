/**
 * Bounds of what one operation may make. They are far above what playbooks need and far below what hurts the
 * controller.
 */
export const limits = {
  /** Bits of an int that `**`, `*` or `<<` may give. */
  integerBits: 1 << 20,
  /** UTF-16 units of a string that one operation may give. */
  stringLength: 64 * 1024 * 1024,
  /** Items of a list that one operation may give. */
  listLength: 5_000_000,
  /** Nesting of a value that is printed, compared or converted. */
  depth: 1000,
} as const;
