/**
 * Plugins of Ansible and of the collections that roles use most, which do not exist here on purpose: each says so with
 * its reason, instead of seeming misspelt.
 */

const VALIDATE = 'there is no validator of JSON schemas here; check the values with assert';
const DEVICES = 'it parses what network devices print, with parsers that are Python libraries';
const SUFFIXES = 'it needs the list of public suffixes';
const CERTIFICATES = "read it with the program openssl, in a task of the module 'command'";
const SECRETS =
  'it asks a service or a program for secrets; give them by vars_prompt, the environment or a vault file';
const STORE = "it asks a service of its own; ask it in a task ('uri', 'command') and register the result";
const DNS = "ask in a task: 'getent' or 'dig' with the module 'command'";

export const refusedFilters: ReadonlyMap<string, string> = new Map([
  [
    'community.general.jc',
    'it needs the Python library jc; read the output with regex_search, from_json or split',
  ],
  ['community.general.hashids_encode', 'it needs the Python library hashids'],
  ['community.general.hashids_decode', 'it needs the Python library hashids'],
  ['ansible.utils.validate', VALIDATE],
  ['ansible.netcommon.parse_cli', DEVICES],
  ['ansible.netcommon.parse_cli_textfsm', DEVICES],
  ['ansible.netcommon.parse_xml', DEVICES],
  ['community.crypto.openssl_csr_info', CERTIFICATES],
  ['community.crypto.openssl_privatekey_info', CERTIFICATES],
  ['community.crypto.openssl_publickey_info', CERTIFICATES],
  ['community.crypto.x509_certificate_info', CERTIFICATES],
  ['community.crypto.x509_crl_info', CERTIFICATES],
  ['community.dns.get_public_suffix', SUFFIXES],
  ['community.dns.get_registrable_domain', SUFFIXES],
  ['community.dns.remove_public_suffix', SUFFIXES],
  ['community.dns.remove_registrable_domain', SUFFIXES],
]);

export const refusedTests: ReadonlyMap<string, string> = new Map([['ansible.utils.validate', VALIDATE]]);

export const refusedLookups: ReadonlyMap<string, string> = new Map([
  ['ansible.utils.validate', VALIDATE],
  ['ansible.utils.index_of', 'the filter of that name does the same'],
  ['community.general.bitwarden', SECRETS],
  ['community.general.chef_databag', STORE],
  [
    'community.general.collection_version',
    'there are no collections here: what tsplay can do depends on its own version',
  ],
  ['community.general.consul_kv', STORE],
  ['community.general.credstash', SECRETS],
  ['community.general.cyberarkpassword', SECRETS],
  [
    'community.general.dependent',
    'its terms are expressions in data; write a loop over subelements or product instead',
  ],
  ['community.general.dig', DNS],
  ['community.general.dnstxt', DNS],
  ['community.general.dsv', SECRETS],
  ['community.general.etcd', STORE],
  ['community.general.etcd3', STORE],
  ['community.general.hiera', 'it needs the program hiera; keep the values in group_vars and host_vars'],
  ['community.general.keyring', SECRETS],
  ['community.general.lastpass', SECRETS],
  ['community.general.lmdb_kv', STORE],
  ['community.general.manifold', SECRETS],
  ['community.general.onepassword', SECRETS],
  ['community.general.onepassword_raw', SECRETS],
  ['community.general.passwordstore', SECRETS],
  [
    'community.general.random_pet',
    "it needs the Python library petname; 'random_string' gives texts by chance",
  ],
  [
    'community.general.random_words',
    "it needs the Python library xkcdpass; 'random_string' gives texts by chance",
  ],
  ['community.general.redis', STORE],
  ['community.general.revbitspss', SECRETS],
  ['community.general.shelvefile', "it reads files of Python's own; keep the values in YAML or JSON"],
  ['community.general.tss', SECRETS],
]);

/** A name with the short form that redirects of old playbooks still know. */
export function withShortName(name: string): readonly string[] {
  return name.startsWith('community.general.') ? [name, name.slice('community.general.'.length)] : [name];
}
