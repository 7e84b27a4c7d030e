import { defineModule } from '../module/define.ts';
import { ensureUnit } from '../module/kit/systemd/ensure-unit.ts';

export default defineModule({
  name: 'systemd',
  collection: 'ansible.builtin',
  aliases: ['systemd_service'],
  summary: 'Controls systemd units',
  args: {
    name: {
      type: 'str',
      aliases: ['service', 'unit'],
      description: 'The unit; without a suffix it is a service.',
    },
    state: {
      type: 'str',
      choices: ['started', 'stopped', 'restarted', 'reloaded'],
      description: 'What it should be doing; restarted always restarts, reloaded starts what does not run.',
    },
    enabled: { type: 'bool', description: 'Whether it starts with the machine.' },
    masked: { type: 'bool', description: 'Whether it cannot be started at all.' },
    daemon_reload: {
      type: 'bool',
      default: false,
      aliases: ['daemon-reload'],
      description: 'Let systemd read its unit files again, first.',
    },
    daemon_reexec: {
      type: 'bool',
      default: false,
      aliases: ['daemon-reexec'],
      description: 'Let systemd execute itself anew, first.',
    },
    scope: {
      type: 'str',
      choices: ['system', 'user', 'global'],
      default: 'system',
      description: "Whose systemd: the machine's, that of the user, or of all users.",
    },
    no_block: { type: 'bool', default: false, description: 'Do not wait for the unit.' },
    force: { type: 'bool', default: false, description: 'Overwrite links that are in the way.' },
  },
  requiredBy: { state: ['name'], enabled: ['name'], masked: ['name'] },
  returns: {
    name: 'The unit.',
    state: 'started or stopped.',
    enabled: 'As asked.',
    status: 'What `systemctl show` said before the change.',
  },
  examples: `
- name: Start the web server now and at boot
  ansible.builtin.systemd:
    name: nginx
    state: started
    enabled: true
`,
  check: 'full',
  diff: false,
  run: (context, args) =>
    ensureUnit(context, {
      name: args.name,
      state: args.state,
      enabled: args.enabled,
      masked: args.masked,
      daemonReload: args.daemon_reload,
      daemonReexec: args.daemon_reexec,
      scope: args.scope,
      noBlock: args.no_block,
      force: args.force,
    }),
});
