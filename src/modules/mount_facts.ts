import { byLink, deviceLinks } from '../facts/device-links.ts';
import { parseSizes, sizeFacts, sizeFormat } from '../facts/mounts.ts';
import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { killed, limitOf, readSizes } from '../module/kit/mounts/mount-sizes.ts';
import { type MountSource, mountedPlaces, mountSources } from '../module/kit/mounts/mount-sources.ts';
import type { ListedMount } from '../module/kit/mounts/mount-table.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';
import { fnmatchSource } from '../util/fnmatch.ts';

const spec = {
  devices: {
    type: 'list',
    description: 'Patterns of fnmatch: only mounts whose device is like one of them.',
  },
  fstypes: { type: 'list', description: 'Patterns of fnmatch: only mounts whose type is like one of them.' },
  sources: {
    type: 'list',
    default: ['all'],
    description:
      'Files, in their order; dynamic (/etc/mtab, /proc/mounts, /etc/mnttab, the program where none of them is), static (/etc/fstab), all, or the program by its name.',
  },
  mount_binary: {
    type: 'raw',
    nullable: true,
    default: 'mount',
    description: 'The program that lists what is mounted; null when none shall be asked.',
  },
  timeout: {
    type: 'float',
    description:
      'Seconds, in whole ones, for each mount and for the program. Without it they have all the time.',
  },
  on_timeout: {
    type: 'str',
    choices: ['error', 'warn', 'ignore'],
    default: 'error',
    description:
      'What a mount that does not answer in time means. Unless it is an error, that mount is left out.',
  },
  include_aggregate_mounts: {
    type: 'bool',
    description:
      'Return aggregate_mounts. Unless that is said, a mount point that stands several times draws a warning.',
  },
} as const satisfies ArgumentSpec;

export default defineModule({
  name: 'mount_facts',
  collection: 'ansible.builtin',
  summary:
    'Gathers mounts from files, the kernel or a program. Newer than 2.14: made from its documentation, compared with nothing',
  args: spec,
  returns: {
    'ansible_facts.mount_points':
      'By mount point: device, mount, fstype, options, dump, passno, uuid, sizes, and ansible_context, which tells the source and its line. The first that a source lists counts.',
    'ansible_facts.aggregate_mounts': 'All of them, as a list.',
  },
  examples: `
- name: What is mounted from servers
  ansible.builtin.mount_facts:
    fstypes: [nfs*, cifs]
    timeout: 5
    on_timeout: warn
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const limit = limitOf(args.timeout);
    const { sources, links, places } = await read(context, {
      sources: mountSources({ sources: args.sources.map(String), program: programOf(args), limit }),
      links: textReading(deviceLinks.script ?? ''),
      places: mountedPlaces,
    });
    const { failure, found } = sources;
    if (failure !== undefined) {
      if (failure.rc !== killed) {
        throw new ModuleFailure(`mount_facts: the mounts could not be listed: ${failure.reason}`, {
          rc: failure.rc,
        });
      }
      giveNotice(context, args, 'mount_facts: the program that lists mounts did not answer in time');
    }
    const wanted = found.map((one) => ({
      ...one,
      mounts: one.mounts.filter((mount) => isMeant(mount, args)),
    }));
    const paths = new Set(wanted.flatMap(({ mounts }) => mounts.map(({ mount }) => mount)));
    const asked = [...paths].filter((path) => path.startsWith('/') && places?.has(path) !== false);
    const { printed, late } = await readSizes(context, { paths: asked, limit, format: sizeFormat });
    for (const path of late) {
      giveNotice(context, args, `mount_facts: ${path} did not answer in time`);
    }
    const facts = factsOf(wanted, {
      sizes: parseSizes(printed),
      late,
      uuids: byLink(links ?? '', 'by-uuid'),
    });
    const points = Object.fromEntries(facts.toReversed().map((fact) => [fact.mount, fact]));
    if (args.include_aggregate_mounts === undefined) warnOfRepetition(context, facts);
    return {
      changed: false,
      ansible_facts: {
        mount_points: points,
        ...(args.include_aggregate_mounts === true ? { aggregate_mounts: facts } : {}),
      },
    };
  },
});

type Arguments = ArgumentsOf<typeof spec>;

function programOf({ mount_binary: binary }: Arguments): string | undefined {
  if (binary === null) return undefined;
  if (typeof binary !== 'string' || binary === '') {
    throw new ModuleFailure('mount_facts: mount_binary is the name of a program, or null');
  }
  return binary;
}

function isMeant({ device, fstype }: ListedMount, { devices, fstypes }: Arguments): boolean {
  return isLike(device, devices) && isLike(fstype, fstypes);
}

function isLike(text: string, patterns: readonly string[] | undefined): boolean {
  return patterns === undefined || patterns.some((one) => new RegExp(fnmatchSource(one), 's').test(text));
}

interface Known {
  readonly sizes: ReadonlyMap<string, readonly number[]>;
  readonly late: ReadonlySet<string>;
  readonly uuids: ReadonlyMap<string, string>;
}

function factsOf(sources: readonly MountSource[], { sizes, late, uuids }: Known) {
  return sources.flatMap(({ source, mounts }) =>
    mounts
      .filter(({ mount }) => !late.has(mount))
      .map(({ line, ...mount }) => ({
        ...mount,
        uuid: uuids.get(mount.device) ?? null,
        ...sizeFacts(sizes.get(mount.mount)),
        ansible_context: { source, source_data: line },
      })),
  );
}

function giveNotice(context: ModuleContext, { on_timeout: action }: Arguments, message: string): void {
  if (action === 'error') throw new ModuleFailure(message);
  if (action === 'warn') context.warn(message);
}

function warnOfRepetition(context: ModuleContext, facts: readonly { readonly mount: string }[]): void {
  const repeated = new Set(
    facts.map(({ mount }) => mount).filter((mount, index, all) => all.indexOf(mount) < index),
  );
  if (repeated.size === 0) return;
  context.warn(
    `mount_facts: these mount points stand more than once, and the first counts: ${[...repeated].join(', ')}. Say include_aggregate_mounts`,
  );
}
