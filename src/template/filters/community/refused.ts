import { TsplayError } from '../../../errors.ts';
import type { Filter } from '../../../jinja/plugins.ts';

/** Filters that exist with Ansible and not here: they say so, instead of seeming misspelt. */
export const refusedFilters: Readonly<Record<string, Filter>> = {
  jc: refused('jc', 'it needs the Python library jc; read the output with regex_search, from_json or split'),
  hashids_encode: refused('hashids_encode', 'it needs the Python library hashids'),
  hashids_decode: refused('hashids_decode', 'it needs the Python library hashids'),
};

function refused(name: string, hint: string): Filter {
  return () => {
    throw new TsplayError({
      code: 'template-plugin-unsupported',
      message: `the filter '${name}' is not supported`,
      hint,
    });
  };
}
