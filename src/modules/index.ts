import type { AnyModule } from '../module/define.ts';
import acl from './acl.ts';
import alternatives from './alternatives.ts';
import apache2_module from './apache2_module.ts';
import apk from './apk.ts';
import apt from './apt.ts';
import apt_key from './apt_key.ts';
import apt_repository from './apt_repository.ts';
import archive from './archive.ts';
import assemble from './assemble.ts';
import assert from './assert.ts';
import async_status from './async_status.ts';
import at from './at.ts';
import authorized_key from './authorized_key.ts';
import blockinfile from './blockinfile.ts';
import command from './command.ts';
import copy from './copy.ts';
import cron from './cron.ts';
import deb822_repository from './deb822_repository.ts';
import debconf from './debconf.ts';
import debug from './debug.ts';
import dnf from './dnf.ts';
import dnf5 from './dnf5.ts';
import docker_compose_v2 from './docker_compose_v2.ts';
import docker_container from './docker_container.ts';
import docker_image from './docker_image.ts';
import docker_network from './docker_network.ts';
import docker_volume from './docker_volume.ts';
import dpkg_selections from './dpkg_selections.ts';
import expect from './expect.ts';
import fail from './fail.ts';
import fetch from './fetch.ts';
import file from './file.ts';
import filesystem from './filesystem.ts';
import find from './find.ts';
import firewalld from './firewalld.ts';
import get_url from './get_url.ts';
import getent from './getent.ts';
import git from './git.ts';
import github_release from './github_release.ts';
import group from './group.ts';
import hostname from './hostname.ts';
import htpasswd from './htpasswd.ts';
import ini_file from './ini_file.ts';
import interfaces_file from './interfaces_file.ts';
import iptables from './iptables.ts';
import known_hosts from './known_hosts.ts';
import lineinfile from './lineinfile.ts';
import listen_ports_facts from './listen_ports_facts.ts';
import locale_gen from './locale_gen.ts';
import lvg from './lvg.ts';
import lvol from './lvol.ts';
import modprobe from './modprobe.ts';
import mount from './mount.ts';
import mount_facts from './mount_facts.ts';
import npm from './npm.ts';
import openssh_keypair from './openssh_keypair.ts';
import openssl_csr from './openssl_csr.ts';
import openssl_csr_info from './openssl_csr_info.ts';
import openssl_dhparam from './openssl_dhparam.ts';
import openssl_privatekey from './openssl_privatekey.ts';
import packageModule from './package.ts';
import package_facts from './package_facts.ts';
import pacman from './pacman.ts';
import pam_limits from './pam_limits.ts';
import pause from './pause.ts';
import ping from './ping.ts';
import pip from './pip.ts';
import raw from './raw.ts';
import reboot from './reboot.ts';
import replace from './replace.ts';
import rpm_key from './rpm_key.ts';
import script from './script.ts';
import seboolean from './seboolean.ts';
import selinux from './selinux.ts';
import service from './service.ts';
import service_facts from './service_facts.ts';
import set_fact from './set_fact.ts';
import set_stats from './set_stats.ts';
import setup from './setup.ts';
import shell from './shell.ts';
import slurp from './slurp.ts';
import snap from './snap.ts';
import stat from './stat.ts';
import subversion from './subversion.ts';
import sudoers from './sudoers.ts';
import synchronize from './synchronize.ts';
import sysctl from './sysctl.ts';
import systemd from './systemd.ts';
import sysvinit from './sysvinit.ts';
import tempfile from './tempfile.ts';
import template from './template.ts';
import timezone from './timezone.ts';
import ufw from './ufw.ts';
import unarchive from './unarchive.ts';
import uri from './uri.ts';
import user from './user.ts';
import validate_argument_spec from './validate_argument_spec.ts';
import wait_for from './wait_for.ts';
import wait_for_connection from './wait_for_connection.ts';
import x509_certificate from './x509_certificate.ts';
import x509_certificate_info from './x509_certificate_info.ts';
import xml from './xml.ts';
import yum from './yum.ts';
import yum_repository from './yum_repository.ts';
import zypper from './zypper.ts';

/** Every module, in the order of its name. A new module is one file here and one line in this list. */
export const modules: readonly AnyModule[] = [
  acl,
  alternatives,
  apache2_module,
  apk,
  apt,
  apt_key,
  apt_repository,
  archive,
  assemble,
  assert,
  async_status,
  at,
  authorized_key,
  blockinfile,
  command,
  copy,
  cron,
  deb822_repository,
  debconf,
  debug,
  dnf,
  dnf5,
  docker_compose_v2,
  docker_container,
  docker_image,
  docker_network,
  docker_volume,
  dpkg_selections,
  expect,
  fail,
  fetch,
  file,
  filesystem,
  find,
  firewalld,
  get_url,
  getent,
  git,
  github_release,
  group,
  hostname,
  htpasswd,
  ini_file,
  interfaces_file,
  iptables,
  known_hosts,
  lineinfile,
  listen_ports_facts,
  locale_gen,
  lvg,
  lvol,
  modprobe,
  mount,
  mount_facts,
  npm,
  openssh_keypair,
  openssl_csr,
  openssl_csr_info,
  openssl_dhparam,
  openssl_privatekey,
  packageModule,
  package_facts,
  pacman,
  pam_limits,
  pause,
  ping,
  pip,
  raw,
  reboot,
  replace,
  rpm_key,
  script,
  seboolean,
  selinux,
  service,
  service_facts,
  set_fact,
  set_stats,
  setup,
  shell,
  slurp,
  snap,
  stat,
  subversion,
  sudoers,
  synchronize,
  sysctl,
  systemd,
  sysvinit,
  tempfile,
  template,
  timezone,
  ufw,
  unarchive,
  uri,
  user,
  validate_argument_spec,
  wait_for,
  wait_for_connection,
  x509_certificate,
  x509_certificate_info,
  xml,
  yum,
  yum_repository,
  zypper,
];
