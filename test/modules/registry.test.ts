import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { moduleNames } from '../../src/module/names.ts';
import { validatorFor } from '../../src/module/validators.ts';
import { modules } from '../../src/modules/index.ts';

const folder = new URL('../../src/modules/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts');

describe('the registry of modules', () => {
  for (const file of files) {
    it(`holds ${file}, under its own name`, async () => {
      const { default: module } = (await import(new URL(file, folder).href)) as {
        default: (typeof modules)[number];
      };
      expect(modules).toContain(module);
      expect(`${module.name}.ts`).toBe(file);
    });
  }

  it('has every name once', () => {
    const names = modules.flatMap(moduleNames);
    expect(names).toEqual([...new Set(names)]);
  });

  it('finds what was built in once by its old names', () => {
    const names = modules.filter(({ name }) => name === 'ini_file').flatMap(moduleNames);
    expect(names.sort()).toEqual([
      'ansible.builtin.ini_file',
      'ansible.legacy.ini_file',
      'community.general.ini_file',
      'ini_file',
    ]);
  });

  it('has descriptions, sound rules and a schema for every module', () => {
    for (const module of modules) {
      const names = Object.keys(module.args);
      expect(module.summary, module.name).toMatch(/^[A-Z].*[^.]$/);
      expect(module.examples, module.name).toContain(`${module.collection}.${module.name}:`);
      for (const [name, { description }] of Object.entries(module.args))
        expect(description, `${module.name}.${name}`).toMatch(/\S.*\.$/s);
      const spoken = [
        ...[
          ...(module.mutuallyExclusive ?? []),
          ...(module.requiredTogether ?? []),
          ...(module.requiredOneOf ?? []),
        ].flat(),
        ...(module.requiredIf ?? []).flatMap(([name, , required]) => [name, ...required]),
        ...(module.raw ?? []),
      ];
      for (const name of spoken) expect(names, module.name).toContain(name);
      expect(() => validatorFor(module)?.({}), module.name).not.toThrow();
    }
  });
});
