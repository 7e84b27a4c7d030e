import type { AnyModule } from './define.ts';

/** Every name that a module answers to: short ones, and with its collection; `ansible.legacy` means the built-in ones. */
export function moduleNames(module: AnyModule): readonly string[] {
  const short = [module.name, ...(module.aliases ?? [])];
  const isBuiltin = module.collection === 'ansible.builtin' || module.formerlyBuiltin === true;
  const collections = new Set([
    module.collection,
    ...(isBuiltin ? ['ansible.builtin', 'ansible.legacy'] : []),
  ]);
  return [
    ...short,
    ...[...collections].flatMap((collection) => short.map((name) => `${collection}.${name}`)),
  ];
}
