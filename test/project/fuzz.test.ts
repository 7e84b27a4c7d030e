import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/source/code-frame.ts';
import { loadSite } from './fixture.ts';

const scalar = fc.oneof(
  fc.constantFrom(
    'all',
    '{{ x }}',
    'yes',
    '1',
    '',
    'roles',
    'web',
    'more.yml',
    'k=v "',
    'a=b',
    '-1',
    '30%',
    'x is defined',
  ),
  fc.string({ maxLength: 6 }),
);
const key = fc.constantFrom(
  ...[
    'hosts',
    'tasks',
    'roles',
    'vars',
    'block',
    'rescue',
    'always',
    'when',
    'name',
    'tags',
    'loop',
    'with_items',
  ],
  ...[
    'ping',
    'copy',
    'command',
    'import_tasks',
    'include_tasks',
    'import_role',
    'import_playbook',
    'action',
    'args',
  ],
  ...[
    'handlers',
    'local_action',
    'module',
    'serial',
    'role',
    'loop_control',
    'environment',
    'notify',
    'listen',
    'nope',
  ],
);

/** JSON is YAML: any nesting of these is a document. */
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    fc.constantFrom(null, true, 1.5),
  ),
}));

it('takes any document and gives a playbook or errors, never an exception', () => {
  const play = fc.dictionary(key, tree, { maxKeys: 4 }).map((extra) => [{ hosts: 'all', ...extra }]);
  fc.assert(
    fc.property(fc.oneof(tree, play), tree, tree, (site, more, role) => {
      const { playbook, diagnostics } = loadSite({
        'site.yml': JSON.stringify(site, undefined, 1),
        'more.yml': JSON.stringify(more),
        'roles/web/tasks/main.yml': JSON.stringify(role),
        'roles/web/meta/main.yml': JSON.stringify(more),
        'roles/web/vars/main.yml': JSON.stringify(more),
      });
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      expect(playbook === undefined).toBe(errors.length > 0);
      for (const diagnostic of diagnostics)
        expect(renderDiagnostic(diagnostic, { color: false })).toContain(diagnostic.code);
    }),
    { numRuns: 1500 },
  );
});
