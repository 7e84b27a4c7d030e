import { ObjectValue } from './types.ts';

class Omit extends ObjectValue {
  readonly typeName = 'omit';
  override repr(): string {
    return '__omit_place_holder__';
  }
  override plainText(): string {
    return this.repr();
  }
}

/** The variable `omit`: an argument with this value is as if it had not been given. */
export const omit: ObjectValue = new Omit();
