import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { ensureService, type ServiceManager, serviceManagerOf } from '../module/kit/services.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'service',
  collection: 'ansible.builtin',
  summary: 'Controls services with whatever keeps them on the target',
  args: {
    name: { type: 'str', required: true, description: 'The service.' },
    state: {
      type: 'str',
      choices: ['started', 'stopped', 'restarted', 'reloaded'],
      description: 'What it should be doing; restarted always restarts, reloaded starts what does not run.',
    },
    enabled: { type: 'bool', description: 'Whether it starts with the machine.' },
    runlevel: { type: 'str', default: 'default', description: 'With OpenRC: the runlevel for `enabled`.' },
    sleep: { type: 'int', description: 'With init scripts: seconds between stop and start of a restart.' },
    pattern: { type: 'str', description: 'Not needed with systemd and not supported without it.' },
    arguments: {
      type: 'str',
      aliases: ['args'],
      description: 'Not needed with systemd and not supported without it.',
    },
    use: { type: 'str', default: 'auto', description: 'auto, systemd, openrc or sysvinit.' },
  },
  returns: {
    name: 'The service.',
    state: 'started or stopped.',
    enabled: 'As asked.',
    status: 'With systemd: what `systemctl show` said before the change.',
  },
  examples: `
- name: Start the web server now and at boot
  ansible.builtin.service:
    name: nginx
    state: started
    enabled: true
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const manager = await managerOf(context, args.use);
    for (const name of ['pattern', 'arguments'] as const) {
      if (manager !== 'systemd' && args[name] !== undefined) {
        throw new ModuleFailure(`service: '${name}' is not supported with ${manager}`);
      }
    }
    const { name, state, enabled, runlevel, sleep } = args;
    return ensureService(context, { wanted: { name, state, enabled, runlevel, sleep }, manager });
  },
});

/** The fact when it was gathered, else one probe per host. */
async function managerOf(context: ModuleContext, use: string): Promise<ServiceManager> {
  const named = use === 'auto' ? context.fact('service_mgr') : use;
  switch (named) {
    case 'systemd':
    case 'openrc':
    case 'sysvinit':
      return named;
    default:
      if (use !== 'auto')
        throw new ModuleFailure(`service: '${use}' is not one of auto, systemd, openrc, sysvinit`);
      return serviceManagerOf(context);
  }
}
