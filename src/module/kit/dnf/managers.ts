import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { packageManagerOf } from '../packages/detect.ts';
import { definePackageManager } from '../packages/package-manager.ts';
import { dnfArguments, dnfRules, yumArguments } from './arguments.ts';
import { type Dialect, dnf4, dnf5 as dnf5Dialect, yum3 } from './dialect.ts';
import { ensureDnf } from './ensure-dnf.ts';

export const dnf = definePackageManager({
  name: 'dnf',
  args: dnfArguments,
  ...dnfRules,
  ensure: async (context, wanted) =>
    ensureDnf(context, { wanted, dialect: await dnfDialect(context, wanted.use_backend) }),
});

export const dnf5 = definePackageManager({
  name: 'dnf5',
  args: dnfArguments,
  ...dnfRules,
  ensure: (context, wanted) => ensureDnf(context, { wanted, dialect: dnf5Dialect }),
});

export const yum = definePackageManager({
  name: 'yum',
  args: yumArguments,
  ...dnfRules,
  ensure: async (context, wanted) =>
    ensureDnf(context, {
      wanted: { ...wanted, nobest: false, allowerasing: false },
      dialect: await yumDialect(context, wanted.use_backend),
    }),
});

/** On a target whose `dnf` is dnf5 it is spoken to as that. */
async function dnfDialect(
  context: ModuleContext,
  backend: 'auto' | 'dnf' | 'dnf4' | 'dnf5',
): Promise<Dialect> {
  if (backend === 'dnf4') return dnf4;
  if (backend === 'dnf5') return dnf5Dialect;
  return (await packageManagerOf(context)) === 'dnf5' ? dnf5Dialect : dnf4;
}

async function yumDialect(
  context: ModuleContext,
  backend: 'auto' | 'yum' | 'yum4' | 'dnf' | 'dnf4' | 'dnf5',
): Promise<Dialect> {
  if (backend === 'yum') return yum3;
  if (backend !== 'auto') return dnfDialect(context, backend === 'yum4' ? 'dnf' : backend);
  const found = await packageManagerOf(context);
  if (found === 'yum') return yum3;
  if (found === 'dnf' || found === 'dnf5') return dnfDialect(context, 'auto');
  throw new ModuleFailure(
    `yum: the package manager of the target is ${found === '' ? 'not known' : found}; name one with use_backend: yum or dnf`,
  );
}
