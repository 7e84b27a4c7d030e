import { argumentError, bindArguments } from '../arguments.ts';
import { decodeErrors, decodeText } from '../charsets.ts';
import { typeError } from '../errors.ts';
import { typeName } from '../type-name.ts';
import { Bytes, type CallArguments, Tuple, type Value } from '../types.ts';
import { stringMethods } from './string.ts';
import { type Method, type MethodTable, methodTable, textArgument } from './table.ts';

/** Methods that bytes have as str has them. */
const SHARED = [
  'capitalize',
  'center',
  'count',
  'endswith',
  'expandtabs',
  'find',
  'index',
  'isalnum',
  'isalpha',
  'isascii',
  'isdigit',
  'islower',
  'isspace',
  'isupper',
  'join',
  'ljust',
  'lower',
  'lstrip',
  'partition',
  'removeprefix',
  'removesuffix',
  'replace',
  'rfind',
  'rindex',
  'rjust',
  'rpartition',
  'rsplit',
  'rstrip',
  'split',
  'splitlines',
  'startswith',
  'strip',
  'swapcase',
  'title',
  'upper',
  'zfill',
] as const;

/** The bytes as characters of the same numbers. */
function latin(bytes: Bytes): string {
  return Buffer.from(bytes.data).toString('latin1');
}

function toText(value: Value): Value {
  if (value instanceof Bytes) return latin(value);
  if (value instanceof Tuple) return new Tuple(value.items.map(toText));
  if (Array.isArray(value)) return value.map(toText);
  if (typeof value === 'string') throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
  return value;
}

function toBytes(value: Value): Value {
  if (typeof value === 'string') return new Bytes(Buffer.from(value, 'latin1'));
  if (value instanceof Tuple) return new Tuple(value.items.map(toBytes));
  return Array.isArray(value) ? value.map(toBytes) : value;
}

function shared(name: string): Method<Bytes> {
  return (bytes, args) => {
    const method = stringMethods.get(name);
    if (method === undefined) throw argumentError(`bytes have no method '${name}'`);
    const inText: CallArguments = {
      positional: args.positional.map(toText),
      keyword: new Map(Array.from(args.keyword, ([key, value]) => [key, toText(value)])),
    };
    return toBytes(method(latin(bytes), inText));
  };
}

export const bytesMethods: MethodTable<Bytes> = methodTable<Bytes>({
  ...Object.fromEntries(SHARED.map((name) => [name, shared(name)])),
  decode(bytes, args) {
    const { encoding, errors } = bindArguments('decode', args, ['encoding', 'errors'], {
      encoding: 'utf-8',
      errors: 'strict',
    });
    const policy = decodeErrors(textArgument(errors, 'an error handler'));
    return decodeText(bytes.data, textArgument(encoding, 'an encoding'), policy);
  },
  hex: (bytes) => Buffer.from(bytes.data).toString('hex'),
});
