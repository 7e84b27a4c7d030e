import { dictFromEntries, dictHas } from './dict.ts';
import { type BinaryOperator, type Dict, ObjectValue, type Value } from './types.ts';

/** A Python set. Members keep the order in which they came. */
export class PySet extends ObjectValue {
  readonly typeName = 'set';
  readonly #members: Dict;
  constructor(members: Iterable<Value>) {
    super();
    this.#members = dictFromEntries(Array.from(members, (member): readonly [Value, Value] => [member, true]));
  }
  override iterate(): Iterable<Value> {
    return this.#members.keys();
  }
  override length(): number {
    return this.#members.size;
  }
  override contains(item: Value): boolean {
    return dictHas(this.#members, item);
  }
  override equals(other: Value): boolean {
    return other instanceof PySet && other.length() === this.length() && this.isSubsetOf(other);
  }
  override repr(reprOf: (member: Value) => string): string {
    if (this.#members.size === 0) return 'set()';
    return `{${Array.from(this.#members.keys(), reprOf).join(', ')}}`;
  }
  override operate(operator: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (operator !== '-' || !(other instanceof PySet) || reflected) return undefined;
    return this.difference(other);
  }
  isSubsetOf(other: PySet): boolean {
    return Array.from(this.iterate()).every((member) => other.contains(member));
  }
  difference(other: PySet): PySet {
    return new PySet(Array.from(this.iterate()).filter((member) => !other.contains(member)));
  }
  intersection(other: PySet): PySet {
    return new PySet(Array.from(this.iterate()).filter((member) => other.contains(member)));
  }
  union(other: PySet): PySet {
    return new PySet([...this.iterate(), ...other.iterate()]);
  }
}
