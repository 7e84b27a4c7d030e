import { ModuleFailure } from '../../result.ts';

/** One entry of `name`. */
export type ZypperRequest =
  /** A package file on the target, or its address. */
  | { readonly kind: 'file'; readonly place: string }
  | {
      readonly kind: 'name';
      readonly name: string;
      /** `>=2.0`; empty when any will do. */
      readonly version: string;
      /** `-name` is to go in the transaction that brings others. */
      readonly isRemoval: boolean;
    };

/** The entries of `name`; of several for one package the last counts. Throws ModuleFailure for what zypper would misread. */
export function parseZypperRequests(names: readonly string[]): readonly ZypperRequest[] {
  const requests = names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map(parseZypperRequest);
  return [...new Map(requests.map((request) => [keyOf(request), request])).values()];
}

function keyOf(request: ZypperRequest): string {
  return request.kind === 'file' ? request.place : request.name;
}

function parseZypperRequest(text: string): ZypperRequest {
  if (text.includes('://') || text.endsWith('.rpm')) return { kind: 'file', place: text };
  const [, sign = '', rest = ''] = /^([-+~]?)(.*)$/su.exec(text) ?? [];
  const [, name = rest, operator = '', version = ''] = /^([^<>=]*?)\s*([<>]=?|=)\s*(.*)$/su.exec(rest) ?? [];
  if (name === '' || /^[-+~!]|\p{Cc}/u.test(name)) {
    throw new ModuleFailure(`zypper: '${text}' cannot be the name of a package`);
  }
  return { kind: 'name', name, version: operator + version, isRemoval: sign === '-' || sign === '~' };
}
