/** Filters and tests of the collections that roles use most, under all the names they answer to. */

import { TsplayError } from '../errors.ts';
import type { Filter, Test } from '../jinja/plugins.ts';
import { collectionFilters } from './filters/community/collections.ts';
import { fromCsv } from './filters/community/csv.ts';
import { durationFilters } from './filters/community/durations.ts';
import { hardwareAddressFilters } from './filters/community/hardware-address.ts';
import { ipFilters } from './filters/community/ip.ts';
import { rangeFilters } from './filters/community/ip-ranges.ts';
import { jsonQuery } from './filters/community/json-query.ts';
import { splitPem } from './filters/community/pem.ts';
import { communityTextFilters } from './filters/community/texts.ts';
import { ciscoPasswordFilters } from './filters/utils/cisco-passwords.ts';
import { consolidate } from './filters/utils/consolidate.ts';
import { keyFilters } from './filters/utils/keys.ts';
import { listFilters } from './filters/utils/lists.ts';
import { pathFilters } from './filters/utils/paths.ts';
import { vlanFilters } from './filters/utils/vlans.ts';
import { xmlFilters } from './filters/utils/xml.ts';
import { refusedFilters, refusedTests, withShortName } from './refused-plugins.ts';
import { networkTests } from './tests/network.ts';
import { resolvable } from './tests/resolvable.ts';

/** Filters of ansible.utils, which ansible.netcommon had before. */
const addressFilters = { ...ipFilters, ...rangeFilters, ...hardwareAddressFilters };

const generalFilters: Readonly<Record<string, Filter>> = {
  ...collectionFilters,
  ...durationFilters,
  ...communityTextFilters,
  from_csv: fromCsv,
  json_query: jsonQuery,
};

const utilityFilters: Readonly<Record<string, Filter>> = {
  ...pathFilters,
  ...keyFilters,
  ...listFilters,
  ...xmlFilters,
  consolidate,
};

/** Under their short names too where a redirect of old playbooks still works. */
export const communityFilters: readonly (readonly [string, Filter])[] = [
  ...withPrefixes(['', 'ansible.utils.', 'ansible.netcommon.'], addressFilters),
  ...withPrefixes(['', 'community.general.'], generalFilters),
  ...withPrefixes(['ansible.utils.'], utilityFilters),
  ...withPrefixes(['ansible.netcommon.'], { ...vlanFilters, ...ciscoPasswordFilters }),
  ['community.crypto.split_pem', splitPem],
  ...refused('filter', refusedFilters),
];

export const communityTests: readonly (readonly [string, Test])[] = [
  ...withPrefixes(['ansible.utils.'], networkTests),
  ['ansible.utils.resolvable', resolvable],
  ...refused('test', refusedTests),
];

function refused(
  kind: 'filter' | 'test',
  reasons: ReadonlyMap<string, string>,
): readonly (readonly [string, () => never])[] {
  return Array.from(reasons).flatMap(([name, hint]) => {
    const refuse = (): never => {
      const message = `the ${kind} '${name}' is not supported`;
      throw new TsplayError({ code: 'template-plugin-unsupported', message, hint });
    };
    return withShortName(name).map((each) => [each, refuse] as const);
  });
}

/** Each plugin under its name behind each prefix. */
function withPrefixes<P>(
  prefixes: readonly string[],
  plugins: Readonly<Record<string, P>>,
): readonly (readonly [string, P])[] {
  return Object.entries(plugins).flatMap(([name, plugin]) =>
    prefixes.map((prefix) => [`${prefix}${name}`, plugin] as const),
  );
}
