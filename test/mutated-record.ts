import fc from 'fast-check';
import type { Json, JsonObject } from '../src/lib/json.ts';
import { isObject } from '../src/lib/json.ts';

/** Values logs have where something else belongs. */
const WRONG: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<Json>(null, '', '-', 'unknown', 0, -1, 1e308, NaN, true, [], {}, [null], ['x']),
  fc.string(),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

type Path = readonly (string | number)[];

/** Records made from `valid` ones by putting a wrong value, or none, at up to four random places. */
export function mutatedRecord(valid: readonly JsonObject[]): fc.Arbitrary<JsonObject> {
  return fc.constantFrom(...valid).chain((record) => {
    const change = fc.tuple(fc.constantFrom(...pathsOf(record)), WRONG);
    return fc
      .array(change, { minLength: 1, maxLength: 4 })
      .map((changes) =>
        changes.reduce<Json>((value, [path, wrong]) => replaced(value, path, wrong), record),
      )
      .map((value) => (isObject(value) ? value : {}));
  });
}

function pathsOf(value: Json | undefined, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, member]) =>
    pathsOf(member as Json, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

function replaced(value: Json, path: Path, wrong: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return wrong ?? null;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((member, index) =>
      index === key ? replaced(member, rest, wrong) : member,
    );
  }
  if (!isObject(value)) return value;
  const { [key]: old, ...others } = value;
  if (rest.length === 0 && wrong === undefined) return others;
  return { ...others, [key]: replaced(old ?? null, rest, wrong) };
}
