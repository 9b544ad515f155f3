import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { sharedData } from '../../test/shared-data.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { isObject, objectAt } from '../lib/json.ts';
import { checkRules } from './check.ts';
import { compileRules } from './compile.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { parseRules } from './parse.ts';
import { jsonReader } from './reader.ts';

const root = sharedData('sigma');

describe.skipIf(root === undefined)('public rules and vectors', () => {
  const folder = `${root}/`;
  const read = (path: string): string => readFileSync(folder + path, 'utf8');
  const files = (path: string): readonly string[] =>
    readdirSync(folder + path).map((name) => `${path}/${name}`);
  const load = (paths: readonly string[]) => {
    const parsed = paths.map((path) => parseRules(read(path), path));
    return {
      rules: parsed.flatMap(({ rules }) => rules),
      diagnostics: parsed.flatMap(({ diagnostics }) => diagnostics),
    };
  };

  it('decides every vector the specification decides', () => {
    const vectors = JSON.parse(read('probe-vectors.json')) as readonly {
      readonly id: string;
      readonly name: string;
      readonly rule: unknown;
      readonly event: JsonObject;
      readonly expect: boolean | null;
    }[];
    const wrong: string[] = [];
    for (const vector of vectors) {
      const { rules, diagnostics } = parseRules(JSON.stringify(vector.rule), vector.id);
      const compiled = compileRules(rules, jsonReader);
      const matched = compiled.ruleSet.match(vector.event).length === 1;
      const problems = [...diagnostics, ...compiled.diagnostics].filter(
        (d) => d.severity === 'error',
      );
      if (problems.length > 0) wrong.push(...problems.map(formatDiagnostic));
      if (vector.expect !== null && vector.expect !== matched)
        wrong.push(`${vector.id} ${vector.name}`);
    }
    expect(wrong).toEqual([]);
    expect(vectors.length).toBeGreaterThan(50);
  });

  it.each(['identity50', 'sigmahq-regression/rules'])(
    'loads every rule of %s without an error',
    (path) => {
      const { rules, diagnostics } = load(files(path));
      const { ruleSet, diagnostics: more } = compileRules(rules, jsonReader);
      expect(
        [...diagnostics, ...more].filter((d) => d.severity === 'error').map(formatDiagnostic),
      ).toEqual([]);
      expect(ruleSet.rules).toHaveLength(files(path).length);
    },
  );

  it('counts the matches of every SigmaHQ regression case', () => {
    const cases = JSON.parse(read('sigmahq-regression/manifest.json')) as readonly {
      readonly rule: string;
      readonly events: string;
      readonly match_count: number | null;
      readonly rsigma_matches_on_flat_json: number;
    }[];
    const wrong: string[] = [];
    for (const { events, match_count, rsigma_matches_on_flat_json, rule } of cases) {
      const { rules } = parseRules(read(`sigmahq-regression/${rule}`), rule);
      const { ruleSet } = compileRules(rules, jsonReader);
      const records = recordsOf(read(`sigmahq-regression/${events}`)).map(flatten);
      const count = records.filter((record) => ruleSet.match(record).length > 0).length;
      // `match_count` is about the rule; the number of matching events is the other engine's, where it found any.
      const expected = rsigma_matches_on_flat_json || match_count;
      if (count !== expected) wrong.push(`${rule}: ${count} instead of ${expected}`);
    }
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(200);
  });

  it.each([
    ...files('spec/tests/schema/rules'),
    ...files('spec/tests/schema/correlation'),
    ...files('spec/tests/schema/filter'),
  ])('finds only missing references in the valid %s', (path) => {
    const { diagnostics, rules } = parseRules(read(path), path);
    const errors = [...diagnostics, ...checkRules(rules)].filter((d) => d.severity === 'error');
    expect(rules).toHaveLength(1);
    expect(errors.filter(({ message }) => !message.startsWith('no rule has the id'))).toEqual([]);
  });
});

/** Event records as the data set writes them: one object after the other, over many lines, or an array. */
function recordsOf(text: string): readonly JsonObject[] {
  const parsed = JSON.parse(
    `[${text.trim().replaceAll(/\}\s*\n\{/g, '},{')}]`,
  ) as readonly JsonObject[];
  return parsed.flat();
}

/** A Windows event with its fields named as Sigma's taxonomy names them: attributes joined, spaces stripped. */
function flatten(record: JsonObject): JsonObject {
  const event = objectAt(record, 'Event') ?? record;
  const flat: Record<string, Json> = {};
  for (const [section, fields] of Object.entries(event)) {
    for (const [name, value] of Object.entries(isObject(fields) ? fields : {})) {
      const attributes = isObject(value) ? objectAt(value, '#attributes') : undefined;
      for (const [key, field] of Object.entries(attributes ?? {})) {
        flat[`${name}_${key}`] = field ?? null;
      }
      if (section === '#attributes') continue;
      const inner = isObject(value) ? Object.entries(value) : [];
      for (const [key, field] of inner) if (key !== '#attributes') flat[key] = field ?? null;
      if (attributes === undefined) flat[name.replaceAll(' ', '')] = value ?? null;
    }
  }
  return flat;
}
