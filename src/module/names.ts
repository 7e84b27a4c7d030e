import type { AnyModule } from './define.ts';

/** Every name that a module answers to: short ones, and with its collection; `ansible.legacy` means the built-in ones. */
export function moduleNames(module: AnyModule): readonly string[] {
  const short = [module.name, ...(module.aliases ?? [])];
  const collections =
    module.collection === 'ansible.builtin' ? ['ansible.builtin', 'ansible.legacy'] : [module.collection];
  return [...short, ...collections.flatMap((collection) => short.map((name) => `${collection}.${name}`))];
}
