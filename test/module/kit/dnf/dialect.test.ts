import { describe, expect, test } from 'vitest';
import { dnfArguments, type WantedDnf } from '../../../../src/module/kit/dnf/arguments.ts';
import { dnf4, dnf5, yum3 } from '../../../../src/module/kit/dnf/dialect.ts';

/** What the arguments are when none is given. */
const defaults = Object.fromEntries(
  Object.entries(dnfArguments).map(([name, declaration]) => [
    name,
    'default' in declaration ? declaration.default : undefined,
  ]),
) as unknown as WantedDnf;

const everything: WantedDnf = {
  ...defaults,
  conf_file: '/etc/other.conf',
  installroot: '/srv/system',
  releasever: '9',
  disablerepo: ['*'],
  enablerepo: ['base, extras'],
  exclude: ['kernel*'],
  disable_plugin: ['a'],
  enable_plugin: ['b'],
  disable_excludes: 'all',
  disable_gpg_check: true,
  autoremove: true,
  sslverify: false,
  cacheonly: true,
  skip_broken: true,
  install_weak_deps: false,
  nobest: true,
  allowerasing: true,
};

describe('the options of the programs', () => {
  test('without arguments: files are checked, nothing is removed along, a lock ends the program', () => {
    const common = ['--setopt=localpkg_gpgcheck=1', '--setopt=clean_requirements_on_remove=0'];
    expect(dnf4.options(defaults)).toEqual(['--setopt=exit_on_lock=1', ...common]);
    expect(yum3.options(defaults)).toEqual(['--setopt=exit_on_lock=1', ...common]);
    expect(dnf5.options(defaults)).toEqual(common);
  });

  test('dnf has them all; repositories are disabled before others are enabled', () => {
    expect(dnf4.options(everything)).toEqual([
      '--setopt=exit_on_lock=1',
      ...['-c', '/etc/other.conf', '--installroot=/srv/system', '--releasever=9'],
      ...['--disablerepo=*', '--enablerepo=base', '--enablerepo=extras'],
      ...['--disableplugin=a', '--enableplugin=b', '--exclude=kernel*', '--disableexcludes=all'],
      ...['--setopt=clean_requirements_on_remove=1', '--setopt=sslverify=0'],
      ...['--nogpgcheck', '-C', '--skip-broken'],
      ...['--setopt=install_weak_deps=0', '--nobest', '--allowerasing'],
    ]);
  });

  test('yum knows neither weak dependencies nor what is best', () => {
    const missing = ['--setopt=install_weak_deps=0', '--nobest', '--allowerasing'];
    expect(yum3.options(everything)).toEqual(
      dnf4.options(everything).filter((option) => !missing.includes(option)),
    );
  });

  test('dnf5 spells some of them otherwise', () => {
    expect(dnf5.options(everything)).toEqual([
      ...['--config=/etc/other.conf', '--installroot=/srv/system', '--releasever=9'],
      ...['--disable-repo=*', '--enable-repo=base', '--enable-repo=extras'],
      ...['--disable-plugin=a', '--enable-plugin=b', '--exclude=kernel*'],
      ...['--setopt=disable_excludes=all', '--setopt=clean_requirements_on_remove=1'],
      ...['--setopt=sslverify=0', '--setopt=install_weak_deps=0', '--no-gpgchecks', '--cacheonly'],
      ...['--skip-broken', '--skip-unavailable', '--no-best', '--allowerasing'],
    ]);
  });
});
