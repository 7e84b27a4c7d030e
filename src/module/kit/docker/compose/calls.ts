import { str } from '../../../../values/printing.ts';
import { ModuleFailure } from '../../../result.ts';
import { type JsonRecord, textIn } from '../json.ts';
import type { ComposeArguments } from './arguments.ts';

/** The calls of Compose for `state: present`. */
export function upCall(args: ComposeArguments, start: boolean): readonly string[] {
  return [
    'up',
    ...(start ? ['--detach'] : ['--no-start']),
    '--no-color',
    '--quiet-pull',
    ...(args.remove_orphans ? ['--remove-orphans'] : []),
    ...(args.pull === 'policy' ? [] : ['--pull', args.pull]),
    ...(args.recreate === 'always' ? ['--force-recreate'] : []),
    ...(args.recreate === 'never' ? ['--no-recreate'] : []),
    ...(args.renew_anon_volumes ? ['--renew-anon-volumes'] : []),
    ...(args.dependencies ? [] : ['--no-deps']),
    ...timeoutOf(args),
    ...(args.build === 'always' ? ['--build'] : []),
    ...(args.build === 'never' ? ['--no-build'] : []),
    ...scaleOf(args),
    ...(args.wait && start ? ['--wait', ...waitOf(args)] : []),
    ...(args.assume_yes ? ['--yes'] : []),
    ...servicesOf(args),
  ];
}

export function stopCall(args: ComposeArguments): readonly string[] {
  return ['stop', ...timeoutOf(args), ...servicesOf(args)];
}

export function restartCall(args: ComposeArguments): readonly string[] {
  return ['restart', ...(args.dependencies ? [] : ['--no-deps']), ...timeoutOf(args), ...servicesOf(args)];
}

export function downCall(args: ComposeArguments): readonly string[] {
  return [
    'down',
    ...(args.remove_orphans ? ['--remove-orphans'] : []),
    ...(args.remove_images === undefined ? [] : ['--rmi', args.remove_images]),
    ...(args.remove_volumes ? ['--volumes'] : []),
    ...timeoutOf(args),
    ...servicesOf(args),
  ];
}

function timeoutOf({ timeout }: ComposeArguments): readonly string[] {
  return timeout === undefined ? [] : ['--timeout', String(timeout)];
}

function waitOf({ wait_timeout: timeout }: ComposeArguments): readonly string[] {
  return timeout === undefined ? [] : ['--wait-timeout', String(timeout)];
}

function scaleOf({ scale }: ComposeArguments): readonly string[] {
  return [...(scale ?? [])].flatMap(([service, number]) => {
    const count = typeof number === 'string' ? number : str(number);
    if (!/^\d+$/.test(count)) {
      throw new ModuleFailure(`scale: '${count}' of service '${String(service)}' is no number of containers`);
    }
    return ['--scale', `${String(service)}=${count}`];
  });
}

function servicesOf({ services }: ComposeArguments): readonly string[] {
  return services === undefined || services.length === 0 ? [] : ['--', ...services];
}

/** Whether any container of the services does what it does not when it is stopped. */
export function isAnyActive({ services }: ComposeArguments, containers: readonly JsonRecord[]): boolean {
  return containers.some((container) => {
    const isMeant = services === undefined || services.includes(textIn(container, 'Service'));
    return isMeant && !['created', 'exited', 'stopped', 'killed'].includes(textIn(container, 'State'));
  });
}
