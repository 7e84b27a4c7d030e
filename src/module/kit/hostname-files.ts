import type { Reading } from './reading.ts';

/** Where one kind of system keeps its name between boots. */
export interface HostnameStrategy {
  readonly name: string;
  readonly path: string;
  /** Whether the file is made when it is not there. */
  readonly mayBeMade: boolean;
  nameIn(text: string): string;
  withName(text: string, name: string): string;
}

/** A file that holds the name alone. */
function plainFile(name: string, path: string): HostnameStrategy {
  return {
    name,
    path,
    mayBeMade: true,
    nameIn: (text) =>
      text
        .split('\n')
        .find((line) => !/^\s*(#|$)/.test(line))
        ?.trim() ?? '',
    withName: (_text, hostname) => `${hostname}\n`,
  };
}

/** A file of shell variables, one of which is the name. */
function variableFile(
  name: string,
  { path, variable }: { readonly path: string; readonly variable: string },
): HostnameStrategy {
  const assignment = new RegExp(`^[ \\t]*${variable}=["']?([^"'\\n]*)["']?[ \\t]*$`, 'm');
  return {
    name,
    path,
    mayBeMade: false,
    nameIn: (text) => assignment.exec(text)?.[1] ?? '',
    withName: (text, hostname) => {
      const line = `${variable}="${hostname}"`;
      if (assignment.test(text)) return text.replace(assignment, () => line);
      return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
    },
  };
}

/** The ways that are known, by the names that Ansible gives them. */
export const hostnameStrategies: readonly HostnameStrategy[] = [
  plainFile('systemd', '/etc/hostname'),
  plainFile('debian', '/etc/hostname'),
  plainFile('alpine', '/etc/hostname'),
  plainFile('sles', '/etc/HOSTNAME'),
  variableFile('openrc', { path: '/etc/conf.d/hostname', variable: 'hostname' }),
  variableFile('redhat', { path: '/etc/sysconfig/network', variable: 'HOSTNAME' }),
];

/** The way of the target: systemd where it runs, else by the files that are there. */
export const strategyReading: Reading<string> = {
  script: `if [ -d /run/systemd/system ] && command -v hostnamectl >/dev/null 2>&1; then r=systemd
elif [ -e /etc/alpine-release ]; then r=alpine
elif [ -e /etc/conf.d/hostname ]; then r=openrc
elif [ -e /etc/HOSTNAME ]; then r=sles
elif [ -e /etc/sysconfig/network ] && [ ! -e /etc/hostname ]; then r=redhat
else r=debian; fi`,
  inline: 'sets',
  parse: ({ stdout }) => stdout.toString(),
};
