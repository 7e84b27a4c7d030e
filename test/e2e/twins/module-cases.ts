import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '../../../src/source/read.ts';
import { toValue } from '../../../src/source/to-value.ts';
import { parseYaml } from '../../../src/source/yaml.ts';
import { toJs } from '../../../src/values/convert.ts';
import { type BaseName, baseNames } from '../../lab/bases/recipes.ts';
import { projectFolder } from '../support/programs.ts';
import { attachDisks, type Disks, detachDisks } from './disks.ts';

/** One task, and the state it meets. See test/cases/modules/README.md. */
export interface ModuleCase {
  readonly name: string;
  /** Its place among all the cases of the module, of which a base may play only some. */
  readonly index: number;
  /** Shell text that makes the state before, run in the case's own folder on the target. */
  readonly before: string;
  /** The task as both programs read it. */
  readonly task: Readonly<Record<string, unknown>>;
  /**
   * What is deliberately not Ansible's: the places (`diff`, `stat.version`, `disk`, ...) that are not compared, or
   * `turn: place` (`check: changed` of both checks).
   */
  readonly except: readonly string[];
}

export interface ModuleCases {
  readonly module: string;
  /** Shell text for the target before any case. */
  readonly before: string;
  /** Shell text for the target after all turns: what other modules' cases would trip over is put back. */
  readonly after: string;
  /** Files of the project, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly ModuleCase[];
  /** Other bases on which tsplay must come to what Ansible came to on Debian 12. */
  readonly alsoOn: ReadonlyMap<BaseName, Elsewhere>;
  /** What plays the part of a tool that the lab cannot have, and why. */
  readonly standIn: string | undefined;
}

/** How the cases of a module are played on another base. */
export interface Elsewhere {
  /** What makes the state before there, where the usual text cannot. */
  readonly before?: string;
  /** And what puts it back. */
  readonly after?: string;
  /** By case: why it is not played there. */
  readonly without?: Readonly<Record<string, string>>;
  /** As of a case, for all cases. */
  readonly except?: readonly string[];
  readonly differs?: string;
}

export const casesFolder = join(projectFolder, 'test/cases/modules');

export function readModuleCases(): readonly ModuleCases[] {
  return readdirSync(casesFolder)
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => readOne(name.replace(/\.yml$/, '')));
}

interface WrittenCase extends Record<string, unknown> {
  readonly name: string;
  readonly before?: string;
  readonly differs?: string;
  readonly except?: readonly string[];
}

function readOne(module: string): ModuleCases {
  const path = join(casesFolder, `${module}.yml`);
  const parsed = parseYaml(readSource(path));
  const [document] = parsed.documents;
  const problem = parsed.diagnostics.find(({ severity }) => severity === 'error');
  if (document === undefined || problem !== undefined) {
    throw new Error(`${path} cannot be read: ${problem?.message ?? 'it is empty'}`);
  }
  const written = toJs(toValue(document, { trusted: false })) as {
    readonly before?: string;
    readonly after?: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly cases: readonly WrittenCase[];
    readonly differs?: string;
    readonly except?: readonly string[];
    readonly stand_in?: string;
    readonly also_on?: Readonly<Record<string, Elsewhere>>;
    readonly disks?: Disks;
  };
  explain(path, written);
  const { disks = {} } = written;
  return {
    module,
    before: `${attachDisks(disks)}${written.before ?? ''}`,
    after: `${written.after ?? ''}${detachDisks(disks)}`,
    files: written.files ?? {},
    standIn: written.stand_in,
    alsoOn: new Map(
      Object.entries(written.also_on ?? {}).map(([base, elsewhere]) => {
        explain(`${path}: ${base}`, elsewhere);
        return [baseNamed(base), elsewhere];
      }),
    ),
    cases: written.cases.map(({ before = '', differs, except = [], ...task }, index) => {
      explain(`${path}: '${task.name}'`, { differs, except });
      return { name: task.name, index, before, task, except: [...except, ...(written.except ?? [])] };
    }),
  };
}

/** The cases that another base plays, and how; undefined when the module is not played there. */
export function casesOn(base: BaseName, cases: ModuleCases): ModuleCases | undefined {
  const elsewhere = cases.alsoOn.get(base);
  if (elsewhere === undefined) return undefined;
  const { before = cases.before, after = cases.after, without = {}, except = [] } = elsewhere;
  const names = new Set(cases.cases.map(({ name }) => name));
  const unknown = Object.keys(without).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw new Error(`${cases.module} has no case '${unknown}' to leave out on ${base}`);
  return {
    ...cases,
    before,
    after,
    cases: cases.cases
      .filter(({ name }) => !(name in without))
      .map((one) => ({ ...one, except: [...one.except, ...except] })),
  };
}

function baseNamed(name: string): BaseName {
  const base = baseNames.find((one) => one === name);
  if (base === undefined) throw new Error(`no base '${name}': ${baseNames.join(', ')}`);
  return base;
}

function explain(
  where: string,
  { differs, except = [] }: { readonly differs?: string | undefined; readonly except?: readonly string[] },
): void {
  if ((differs === undefined) !== (except.length === 0)) {
    throw new Error(`${where}: needs both what differs and why`);
  }
}
