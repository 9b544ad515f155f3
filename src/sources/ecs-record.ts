import { isObject, numberAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { meaningfulAt } from './event-parts.ts';

const MAX_PATHS = 500;
const PATHS = new Map<string, readonly string[]>();

/** Paths are constants, but for a few made of a dataset's name; splitting each once halves the cost of a record. */
function partsOf(path: string): readonly string[] {
  const known = PATHS.get(path);
  if (known !== undefined) return known;
  const parts = path.split('.');
  if (PATHS.size < MAX_PATHS) PATHS.set(path, parts);
  return parts;
}

/**
 * The value of a field, however the record nests it: objects all the way, one dotted key, or dotted keys inside objects
 * (`{"source": {"as.number": 64496}}`). Undefined when absent or null.
 */
export function valueAt(record: JsonObject, path: string): Json | undefined {
  return search(record, partsOf(path), 0);
}

function search(record: JsonObject, parts: readonly string[], from: number): Json | undefined {
  const key = parts[from] ?? '';
  const direct = Object.hasOwn(record, key) ? further(record[key], parts, from + 1) : undefined;
  if (direct !== undefined || from + 1 >= parts.length) return direct;
  for (const name of Object.keys(record)) {
    if (name.length <= key.length || name[key.length] !== '.' || !name.startsWith(key)) continue;
    const names = name.split('.');
    if (!names.every((part, index) => part === parts[from + index])) continue;
    const found = further(record[name], parts, from + names.length);
    if (found !== undefined) return found;
  }
  return undefined;
}

function further(
  value: Json | undefined,
  parts: readonly string[],
  from: number,
): Json | undefined {
  if (from >= parts.length) return value ?? undefined;
  return isObject(value) ? search(value, parts, from) : undefined;
}

/** The fields of a record, whether it is the document or what a search returns (`_source`, or `fields` with lists). */
export class EcsRecord {
  readonly document: JsonObject;
  readonly #id: Json | undefined;

  constructor(record: JsonObject) {
    const inner =
      record['_source'] ?? (record['_index'] === undefined ? undefined : record['fields']);
    this.document = isObject(inner) ? inner : record;
    this.#id = record['_id'];
  }

  value(path: string): Json | undefined {
    return valueAt(this.document, path);
  }

  /** The text at the first of `paths` that has one; of a list, its first member. */
  text(...paths: readonly string[]): string | undefined {
    for (const path of paths) {
      const value = this.value(path);
      const single = Array.isArray(value) ? (value as readonly Json[])[0] : value;
      const text = meaningfulAt({ single }, 'single');
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** All texts at `path`, lower case: ECS lets categories and types be a list or one text. */
  words(path: string): readonly string[] {
    const value = this.value(path);
    const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
    return list.filter((member) => typeof member === 'string').map((word) => word.toLowerCase());
  }

  number(...paths: readonly string[]): number | undefined {
    return numberAt({ text: this.text(...paths) }, 'text');
  }

  flag(path: string): boolean | undefined {
    const text = this.text(path)?.toLowerCase();
    if (text === 'true') return true;
    return text === 'false' ? false : undefined;
  }

  /** What lies below `path`: the object there, or the dotted keys that begin with it. */
  object(path: string): JsonObject | undefined {
    const value = this.value(path);
    if (isObject(value)) return value;
    const prefix = `${path}.`;
    const below = Object.entries(this.document)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, member]) => [key.slice(prefix.length), member] as const);
    return below.length === 0 ? undefined : Object.fromEntries(below);
  }

  /** The document's own id, if any. */
  get id(): string | undefined {
    return this.text('event.id') ?? textAt({ id: this.#id }, 'id');
  }
}
