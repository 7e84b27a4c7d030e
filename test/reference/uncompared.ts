/**
 * Modules that no case compares with the real one: why, and what tests them instead. A module without cases and without
 * a sentence here has no page.
 */
export const uncompared: Readonly<Record<string, string>> = {
  async_status:
    'It is played with the jobs that it asks for: [test/e2e/jobs.test.ts](../../test/e2e/jobs.test.ts), and compared with the real Ansible in playbooks: [test/cases/language/async](../../test/cases/language/async/).',
  deb822_repository:
    'Newer than the Ansible that it would be compared with: played on hosts of the lab, with the real apt ([test/e2e/modules/deb822-repository.test.ts](../../test/e2e/modules/deb822-repository.test.ts)).',
  dnf5: '**A stand-in, not the real tool:** no Debian package has dnf5, and its module is newer than the Ansible that it would be compared with. What it shares with dnf is compared there; its own words and tables are tested as its documentation has them ([test/module/kit/dnf](../../test/module/kit/dnf/)).',
  docker_compose_v2:
    '**A stand-in, not the real tool:** a script plays `docker compose` ([test/modules/docker_compose_v2.test.ts](../../test/modules/docker_compose_v2.test.ts)), since no Debian package has version 2, and the module is newer than the collection that it would be compared with.',
  expect: 'It only refuses.',
  github_release:
    'A server on loopback plays GitHub ([test/modules/github_release.test.ts](../../test/modules/github_release.test.ts)): the real module knows no other address than api.github.com.',
  mount_facts:
    'Newer than the Ansible that it would be compared with: made from its documentation ([test/modules/mount_facts.test.ts](../../test/modules/mount_facts.test.ts)).',
  seboolean:
    'Where SELinux is off, which is what the lab has, it is compared among the cases of selinux ([test/cases/modules/selinux.yml](../../test/cases/modules/selinux.yml)). At work on a real policy no test has seen it.',
  validate_argument_spec:
    'Compared with the real Ansible in playbooks: [test/cases/language/argument-specs](../../test/cases/language/argument-specs/).',
  yum: '**A stand-in, not the real tool:** no Debian package has yum 3. On hosts with dnf it is dnf, which is compared there; its own tables are tested as recorded in public documentation ([test/module/kit/dnf](../../test/module/kit/dnf/)).',
};
