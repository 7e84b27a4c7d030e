import type { ArgumentSpec } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { propertyDiff } from '../module/kit/diff.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';

const spec = {
  name: { type: 'str', description: 'The zone, by its name in the database: Europe/Berlin.' },
  hwclock: {
    type: 'str',
    aliases: ['rtc'],
    choices: ['local', 'UTC'],
    description: 'What the hardware clock shows.',
  },
} as const satisfies ArgumentSpec;

const zones = '/usr/share/zoneinfo';

export default defineModule({
  name: 'timezone',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Sets the time zone of the machine, and what its hardware clock shows',
  args: spec,
  requiredOneOf: [['name', 'hwclock']],
  returns: {},
  examples: `
- name: Show the time of Berlin
  community.general.timezone:
    name: Europe/Berlin
`,
  check: 'full',
  diff: true,
  async run(context, { name, hwclock }) {
    if (name !== undefined) refuseImpossible(name);
    const found = await read(context, {
      zone: textReading(zoneScript, 'sets'),
      isKnown: textReading(name === undefined ? ':' : `[ -f ${quote(`${zones}/${name}`)} ]`, 'sets'),
      clock: textReading('r=$(sed -n 3p /etc/adjtime 2>/dev/null); [ -n "$r" ] || r=UTC', 'sets'),
      hasTimedatectl: textReading('[ -d /run/systemd/system ] && command -v timedatectl >/dev/null', 'sets'),
    });
    if (found.isKnown === undefined) {
      throw new ModuleFailure(`timezone: there is no '${name ?? ''}' in ${zones} of the target`);
    }
    const hasTimedatectl = found.hasTimedatectl !== undefined;
    const clock = found.clock === 'LOCAL' ? 'local' : 'UTC';
    if (hwclock !== undefined && !hasTimedatectl) {
      throw new ModuleFailure('timezone: hwclock is set with timedatectl, which the target does not have');
    }
    const scripts: string[] = [];
    if (name !== undefined && name !== found.zone) {
      scripts.push(hasTimedatectl ? `timedatectl set-timezone ${quote(name)}` : linkScript(name));
    }
    if (hwclock !== undefined && hwclock !== clock) {
      scripts.push(`timedatectl set-local-rtc ${hwclock === 'local' ? 1 : 0}`);
    }
    const changed = scripts.length > 0;
    if (changed && !context.checkMode) {
      await runOrFail(context, `{ ${scripts.join(' && ')}; } </dev/null`, {
        failure: 'the time zone cannot be set',
      });
    }
    return {
      changed,
      ...(changed && !context.checkMode ? { msg: scripts.join('\n') } : {}),
      diff: propertyDiff({ name: name && found.zone, hwclock: hwclock && clock }, { name, hwclock }),
    };
  },
});

/** A link tells the name; a copy does not, and Debian keeps it in a file of its own. */
const zoneScript = `r=$(readlink /etc/localtime) || r=
case $r in */zoneinfo/*) r=\${r##*/zoneinfo/} ;; *) r=$(cat /etc/timezone 2>/dev/null) || r=UTC ;; esac`;

function linkScript(name: string): string {
  return `ln -s ${quote(`${zones}/${name}`)} /etc/localtime.tsplay && mv -f /etc/localtime.tsplay /etc/localtime && { [ ! -e /etc/timezone ] || printf '%s\\n' ${quote(name)} >/etc/timezone; }`;
}

function refuseImpossible(name: string): void {
  if (/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/.test(name) && !name.startsWith('-')) return;
  throw new ModuleFailure(`timezone: '${name}' is no name of a time zone`);
}
