import { quote } from '../quote.ts';

/** One thing of a zone that firewalld keeps, in the words of firewall-cmd and firewall-offline-cmd. */
export interface FirewallSetting {
  /** What messages call it: `port 80/tcp`. */
  readonly label: string;
  /** The options that ask, without `--permanent`. */
  readonly question: string;
  /** Whether it is set, out of the status (0 or 1) and what was printed. */
  isSet(answer: FirewallAnswer): boolean;
  readonly enable: string;
  readonly disable: string;
  /** May be set for a while. */
  readonly mayEnd: boolean;
  /** Only what firewalld lists can be set. */
  readonly catalogue?: Catalogue | undefined;
}

interface Catalogue {
  /** The option that lists names. */
  readonly question: string;
  readonly name: string;
}

export interface FirewallAnswer {
  readonly rc: number;
  readonly text: string;
}

interface ZoneMember {
  /** The part of the option's name: `--query-PART`. */
  readonly part: string;
  /** Undefined for what is on or off. */
  readonly value: string | undefined;
  readonly zone: string | undefined;
  /** What adds it, where that is not `--add-PART`. */
  readonly adding?: string;
  readonly mayEnd?: boolean;
  readonly listedBy?: string;
}

/** What a zone has or has not: a service, a port, an interface, masquerading... */
export function zoneMember({
  part,
  value,
  zone,
  adding = 'add',
  mayEnd = true,
  listedBy,
}: ZoneMember): FirewallSetting {
  const option = (verb: string): string =>
    `${zoneOption(zone)}${quote(value === undefined ? `--${verb}-${part}` : `--${verb}-${part}=${value}`)}`;
  return {
    label: `${part.replaceAll('-', ' ')}${value === undefined ? '' : ` ${value}`}`,
    question: option('query'),
    isSet: ({ rc }) => rc === 0,
    enable: option(adding),
    disable: option('remove'),
    mayEnd,
    catalogue:
      listedBy === undefined || value === undefined ? undefined : { question: listedBy, name: value },
  };
}

/** The zone itself. */
export function wholeZone(zone: string): FirewallSetting {
  return {
    label: `zone ${zone}`,
    question: '--get-zones',
    isSet: ({ text }) => text.split(/\s+/).includes(zone),
    enable: quote(`--new-zone=${zone}`),
    disable: quote(`--delete-zone=${zone}`),
    mayEnd: false,
  };
}

/** What becomes of packets that nothing in the zone speaks of. Disabled, it is the default whatever it was. */
export function zoneTarget(
  zone: string,
  { target, reset }: { readonly target: string; readonly reset: boolean },
): FirewallSetting {
  const option = `${zoneOption(zone)}--set-target=`;
  return {
    label: `target ${target} of zone ${zone}`,
    question: `${zoneOption(zone)}--get-target`,
    isSet: ({ text }) => (reset ? text.trim() !== 'default' : text.trim() === target),
    enable: `${option}${quote(target)}`,
    disable: `${option}default`,
    mayEnd: false,
  };
}

/** Set when the setting is not, and the reverse. */
export function theOtherWayRound(setting: FirewallSetting): FirewallSetting {
  return {
    ...setting,
    label: `no ${setting.label}`,
    isSet: (answer) => !setting.isSet(answer),
    enable: setting.disable,
    disable: setting.enable,
    mayEnd: false,
  };
}

function zoneOption(zone: string | undefined): string {
  return zone === undefined ? '' : `${quote(`--zone=${zone}`)} `;
}
