// Imports go one way. Each rule has a name and a reason; `npm run check` enforces them.
const stage = (name) => `^src/${name}/`;
const forbidTo = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from,
  to,
});

/** Who may import what, by folder: everything below src that is not listed for a folder is forbidden to it. */
const allowed = {
  source: ['errors', 'values', 'util'],
  vault: ['errors', 'source', 'values', 'util'],
  values: ['errors', 'source/span', 'util'],
  util: ['errors', 'source/span', 'values'],
  jinja: ['errors', 'source', 'values', 'util'],
  project: ['errors', 'source', 'values', 'util'],
  inventory: ['errors', 'source', 'values', 'util'],
  variables: [
    'errors',
    'source',
    'values',
    'util',
    'project',
    'inventory',
    'connection/types',
    'shell/types',
  ],
  template: ['errors', 'source', 'values', 'util', 'vault', 'jinja', 'variables/types', 'module/context'],
  connection: ['errors', 'values', 'util'],
  shell: ['errors', 'values', 'util', 'connection'],
  module: ['errors', 'source', 'values', 'util', 'shell'],
  facts: ['errors', 'values', 'util', 'module'],
  modules: ['errors', 'values', 'util', 'module', 'facts'],
  engine: [
    'errors',
    'source',
    'values',
    'util',
    'project',
    'inventory',
    'variables',
    'module',
    'shell/types',
    'connection/types',
    'connection/connection-key',
  ],
  reporters: ['errors', 'source', 'values', 'util', 'engine/events'],
};

const direction = Object.entries(allowed).map(([folder, may]) =>
  forbidTo(
    `${folder}-imports-only-earlier-stages`,
    `src/${folder} is a stage of the run: it may import ${may.join(', ')} and itself`,
    { path: stage(folder) },
    { path: '^src/', pathNot: [stage(folder), ...may.map((name) => `^src/${name}(/|\\.ts$)`)] },
  ),
);

const only = (library, where, comment) =>
  forbidTo(
    `${library}-only-in-its-place`,
    comment,
    { path: '^src/', pathNot: where },
    { path: `node_modules/${library}/` },
  );

export default {
  forbidden: [
    forbidTo('no-cycles', 'a cycle has no direction: split what both need', {}, { circular: true }),
    forbidTo(
      'no-orphans',
      'a file that nobody imports, and that imports nothing, is dead',
      { orphan: true, path: '^src/' },
      {},
    ),
    forbidTo('no-unresolvable', 'an import must resolve', {}, { couldNotResolve: true }),
    forbidTo(
      'src-does-not-import-tests',
      'tests and scripts follow the source, never the other way round',
      { path: '^src/' },
      { path: '^(test|scripts)/' },
    ),
    forbidTo(
      'tests-are-not-shared',
      'what two tests need lives in a file of its own: importing a test runs it',
      {},
      { path: '\\.test\\.ts$' },
    ),
    forbidTo(
      'only-the-top-imports-cli',
      'nothing but the entry point stands above the command line',
      { path: '^src/', pathNot: ['^src/cli/', '^src/bin\\.ts$'] },
      { path: '^src/(cli/|bin\\.ts$)' },
    ),
    forbidTo(
      'no-development-packages-in-src',
      'what the product imports is installed with it',
      { path: '^src/', pathNot: '^src/module/generate-validators\\.ts$' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    ...direction,
    forbidTo(
      'vault-only-behind-its-interface',
      'files and values are opened through `Vault` of src/source: only who makes one of passwords, and the vault filters, know the format',
      {
        path: '^src/',
        pathNot: ['^src/vault/', '^src/cli/', '^src/template/filters/vault\\.ts$', '^src/index\\.ts$'],
      },
      { path: '^src/vault/' },
    ),
    forbidTo(
      'vault-needs-no-package',
      'the format stands on node:crypto alone: who reads secrets should not depend on anybody else',
      { path: '^src/vault/' },
      { path: 'node_modules/' },
    ),
    only('ssh2', '^src/connection/', 'connection moves bytes; nobody else knows how'),
    only('js-yaml', '^src/source/', 'YAML is read in source; the yaml filters print it by themselves'),
    only('ajv', '^src/module/', 'arguments are validated where they are declared'),
    only('@xmldom/xmldom', '^src/module/xml/', 'XML is read, edited and written in one place'),
    only('commander', '^src/cli/', 'only the command line knows of the command line'),
    only('nunjucks', '^src/reporters/report/', 'for reports alone: playbooks have the Jinja of src/jinja'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
