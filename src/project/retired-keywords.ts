/** Keywords that Ansible once had, and what stands in their place today. Roles that nobody touched for years still have them. */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['sudo', "write 'become: true'"],
  ['su', "write 'become: true' and 'become_method: su'"],
  ['sudo_user', "write 'become_user'"],
  ['su_user', "write 'become_user'"],
  ['sudo_pass', "set the variable 'ansible_become_password', or be asked with --ask-become-pass"],
  ['su_pass', "set the variable 'ansible_become_password', or be asked with --ask-become-pass"],
  ['always_run', "write 'check_mode: false'"],
  ['only_if', "write 'when'"],
  ['when_string', "write 'when'"],
  ['first_available_file', "write 'with_first_found'"],
  ['accelerate', 'leave it out: connections are kept open anyway'],
]);

/** What to write instead of a keyword that there is no longer. */
export function replacementOf(keyword: string): string | undefined {
  return RETIRED.get(keyword);
}
