/** The collections' action groups whose modules tsplay has, or can come to have: which modules, by full name. */
const members: Readonly<Record<string, RegExp>> = {
  'community.crypto.acme': /^community\.crypto\.acme_/,
  'community.docker.docker': /^community\.docker\.docker_/,
  'community.grafana.grafana': /^community\.grafana\./,
  'community.postgresql.all': /^community\.postgresql\./,
};

/** Short names that stand for a group of a collection. */
const shortNames: Readonly<Record<string, string>> = {
  acme: 'community.crypto.acme',
  docker: 'community.docker.docker',
};

/** Groups of modules that tsplay does not have: their defaults are for nobody. */
const withoutModules: ReadonlySet<string> = new Set([
  ...['aws', 'azure', 'cpm', 'gcp', 'k8s', 'os', 'ovirt', 'vmware', 'amazon.aws.aws', 'awx.awx.controller'],
  ...['azure.azcollection.all', 'cisco.aci.all', 'cisco.mso.all', 'cisco.mso.mso', 'cisco.mso.ndo'],
  ...['cloudscale_ch.cloud.cloudscale', 'community.aws.aws', 'community.digitalocean.all'],
  ...['community.dns.hetzner', 'community.dns.hosttech', 'community.hashi_vault.vault'],
  ...['community.hrobot.robot', 'community.okd.okd', 'community.routeros.api', 'community.vmware.vmware'],
  ...['community.zabbix.zabbix', 'google.cloud.gcp', 'kubernetes.core.helm', 'kubernetes.core.k8s'],
  ...['netapp.aws.netapp_aws', 'netapp.azure.netapp_azure', 'netapp.cloudmanager.netapp_cloudmanager'],
  ...[
    'netapp.elementsw.netapp_elementsw',
    'netapp.ontap.netapp_ontap',
    'netapp.storagegrid.netapp_storagegrid',
  ],
  ...['netapp.um_info.netapp_um_info', 'netbox.netbox.netbox', 'ngine_io.cloudstack.cloudstack'],
  ...[
    'ngine_io.exoscale.exoscale',
    'ngine_io.vultr.vultr',
    'openstack.cloud.openstack',
    'openstack.cloud.os',
  ],
  ...['ovirt.ovirt.ovirt', 't_systems_mms.icinga_director.icinga', 'theforeman.foreman.foreman'],
  ...['vultr.cloud.vultr', 'wti.remote.cpm'],
]);

/** The names of all groups that `group/...` of module_defaults may stand for. */
export const actionGroups: ReadonlySet<string> = new Set([
  ...Object.keys(members),
  ...Object.keys(shortNames),
  ...withoutModules,
]);

/** Whether a module, by its full name, is in a group, by any name of it. */
export function isInGroup(module: string, group: string): boolean {
  const full = Object.hasOwn(shortNames, group) ? shortNames[group] : group;
  return full !== undefined && Object.hasOwn(members, full) && members[full]?.test(module) === true;
}

/** The group that a key of module_defaults names: `docker` of `group/docker`; undefined when it names a module. */
export function groupName(key: string): string | undefined {
  return /^group\/(?:ansible\.(?:builtin|legacy)\.)?(.+)$/.exec(key)?.[1];
}
