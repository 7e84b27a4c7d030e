import { typeError, valueError } from '../values/errors.ts';
import { iterate } from '../values/iterate.ts';
import { typeName } from '../values/type-name.ts';
import type { Value } from '../values/types.ts';
import type { TargetNode } from './ast.ts';
import type { Frame } from './frame.ts';
import { Namespace } from './globals/namespace.ts';

/** Binds a value to names, taking it apart for a tuple of them. */
export function assign(frame: Frame, target: TargetNode, value: Value): void {
  switch (target.kind) {
    case 'name':
      frame.set(target.name, value);
      return;
    case 'namespace': {
      const owner = frame.lookUp(target.name, target);
      if (!(owner instanceof Namespace)) {
        throw typeError(
          `cannot assign an attribute of '${target.name}': it is no namespace but ${typeName(owner)}`,
        );
      }
      owner.set(target.attribute, value);
      return;
    }
    case 'tuple':
      unpack(frame, target.items, value);
  }
}

function unpack(frame: Frame, targets: readonly TargetNode[], value: Value): void {
  const values = Array.from(iterate(value));
  if (values.length < targets.length) {
    throw valueError(`not enough values to unpack (expected ${targets.length}, got ${values.length})`);
  }
  if (values.length > targets.length) {
    throw valueError(`too many values to unpack (expected ${targets.length})`);
  }
  targets.forEach((target, index) => {
    assign(frame, target, values[index] ?? null);
  });
}
