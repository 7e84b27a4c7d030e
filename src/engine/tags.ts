/** What `--tags` and `--skip-tags` ask for. No `only` means `all`. */
export interface TagSelection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/**
 * Whether a task with these (inherited) tags is played, by Ansible's documented rules for the special tags `always`,
 * `never`, `tagged`, `untagged` and `all`.
 */
export function isSelected(tags: readonly string[], selection: TagSelection): boolean {
  const own = new Set(tags);
  return isWanted(own, selection.only) && !isSkipped(own, selection.skip);
}

function isWanted(tags: ReadonlySet<string>, only: readonly string[]): boolean {
  const wanted = only.length === 0 ? ['all'] : only;
  if (tags.has('always')) return true;
  if (wanted.some((tag) => tags.has(tag))) return true;
  if (tags.has('never')) return false;
  if (wanted.includes('all')) return true;
  return wanted.includes(isTagged(tags) ? 'tagged' : 'untagged');
}

function isSkipped(tags: ReadonlySet<string>, skip: readonly string[]): boolean {
  if (skip.length === 0) return false;
  if (skip.some((tag) => tags.has(tag))) return true;
  if (skip.includes('all')) return !tags.has('always');
  return skip.includes(isTagged(tags) ? 'tagged' : 'untagged');
}

/** A tag that is called `untagged` makes no task a tagged one. */
function isTagged(tags: ReadonlySet<string>): boolean {
  return [...tags].some((tag) => tag !== 'untagged');
}
