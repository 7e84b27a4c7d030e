import type { Json, JsonRecord } from '../json.ts';
import { isRecord, textIn } from '../json.ts';

/** A listing of Compose in JSON: one document, or one a line, as versions have it. */
export function parseListing(text: string): readonly JsonRecord[] {
  const documents = text.trim() === '' ? [] : (parsed(text) ?? text.trim().split('\n').map(parsed));
  const items = Array.isArray(documents) ? (documents as readonly unknown[]) : [documents];
  return items.flat().filter(isRecord);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** A container as the module returns it: labels as a dictionary, names as lists. */
export function shownContainer(container: JsonRecord): JsonRecord {
  const listed = (name: string): JsonRecord =>
    typeof container[name] === 'string' ? { [name]: splitList(textIn(container, name)) } : {};
  return {
    ...container,
    ...(typeof container['Labels'] === 'string' ? { Labels: labelsOf(textIn(container, 'Labels')) } : {}),
    ...listed('Names'),
    ...listed('Networks'),
    ...listed('Mounts'),
  };
}

function splitList(text: string): readonly string[] {
  return text === '' ? [] : text.split(',');
}

function labelsOf(text: string): JsonRecord {
  return Object.fromEntries(
    splitList(text).map((label) => {
      const equals = label.indexOf('=');
      return equals < 0 ? [label, ''] : [label.slice(0, equals), label.slice(equals + 1)];
    }),
  );
}
