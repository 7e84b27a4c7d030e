/** The four parts of an SELinux context, as the arguments name them. `_default` is what the target's policy says. */
export interface ContextRequest {
  readonly seuser?: string | undefined;
  readonly serole?: string | undefined;
  readonly setype?: string | undefined;
  readonly selevel?: string | undefined;
}

/** `user:role:type:level`; the level may hold colons of its own, or be missing. */
function partsOf(context: string): readonly [string, string, string, string] {
  const [user = '', role = '', type = '', ...level] = context.split(':');
  return [user, role, type, level.join(':')];
}

/** Whether any part of a context is asked for. */
export function wantsContext({ seuser, serole, setype, selevel }: ContextRequest): boolean {
  return [seuser, serole, setype, selevel].some((part) => part !== undefined && part !== '');
}

/** The context that a file shall have; `usual` is the one that the policy has for its path. */
export function wantedContext(current: string, usual: string, request: ContextRequest): string {
  const now = partsOf(current);
  const byPolicy = partsOf(usual === '' ? current : usual);
  const asked = [request.seuser, request.serole, request.setype, request.selevel];
  return asked
    .map((part, index) => {
      if (part === undefined || part === '') return now[index] ?? '';
      return part === '_default' ? (byPolicy[index] ?? '') : part;
    })
    .filter((part, index) => index < 3 || part !== '')
    .join(':');
}
