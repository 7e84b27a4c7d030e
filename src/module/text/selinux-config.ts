/** What /etc/selinux/config sets. Comments and other lines stay as they are. */
export interface SelinuxConfig {
  readonly state: string | undefined;
  readonly policy: string | undefined;
}

/** The settings of a file; of one that stands twice the last counts. */
export function selinuxConfigIn(text: string): SelinuxConfig {
  const value = (name: string): string | undefined =>
    [...text.matchAll(new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)\\s*$`, 'gm'))].at(-1)?.[1];
  return { state: value('SELINUX'), policy: value('SELINUXTYPE') };
}

/** The text with one setting as wanted, at its end where it was not. */
export function withSelinuxSetting(text: string, name: 'SELINUX' | 'SELINUXTYPE', value: string): string {
  const pattern = new RegExp(`^\\s*${name}\\s*=.*$`, 'gm');
  if (pattern.test(text)) return text.replace(pattern, () => `${name}=${value}`);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}${name}=${value}\n`;
}
