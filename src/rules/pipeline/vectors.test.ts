import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import type { LogSource } from '../../events/logsource.ts';
import type { JsonObject } from '../../lib/json.ts';
import { compileRules } from '../compile.ts';
import { Correlator } from '../correlate.ts';
import { parseRules } from '../parse.ts';
import type { Placeholders } from '../plan-text.ts';
import { jsonReader } from '../reader.ts';
import { applyPipelines } from './apply.ts';
import { pipelineOf } from './pipeline.test-support.ts';
import type { Pipeline } from './pipeline.ts';
import { fieldOf } from './reading.ts';

const FOLDER = new URL('../../../packs/conformance/', import.meta.url);

interface Vector {
  readonly id: string;
  readonly rules: readonly JsonObject[];
  readonly placeholders?: Placeholders;
  readonly refused?: true;
  readonly events?: readonly { readonly record: JsonObject; readonly logsource?: LogSource }[];
  readonly correlated?: readonly {
    readonly id: string;
    readonly time: string;
    readonly record: JsonObject;
  }[];
}

const vectors = readdirSync(fileURLToPath(FOLDER))
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    return (JSON.parse(text) as { readonly vectors: readonly Vector[] }).vectors;
  });

const IDENTITY = pipelineOf(`transformations:
  - { type: field_name_mapping, mapping: { nobody-has-this: or-this } }
  - { type: field_name_prefix_mapping, mapping: { nobody-has-this: or-this } }
  - { type: set_state, key: seen, val: true }
  - { type: nest, items: [{ type: set_custom_attribute, attribute: seen, value: yes }] }
  - { type: replace_string, regex: nobody-writes-this, replacement: or-this }
  - type: add_condition
    conditions: { nobody-has-this: x }
    negated: true
`);

const RENAMED = pipelineOf('transformations: [{ type: field_name_prefix, prefix: m_ }]');

function renamed(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [`m_${key}`, value]));
}

/** Everything an engine says of a vector: what is refused, what matches, which incidents there are. */
function decisions(
  { correlated = [], events = [], id, placeholders = {}, rules }: Vector,
  pipelines: readonly Pipeline[],
  change: (record: JsonObject) => JsonObject,
): unknown {
  // One text, so that every rule has a place of its own.
  const parsed = parseRules(rules.map((rule) => JSON.stringify(rule)).join('\n---\n'), id);
  const [documents = []] = applyPipelines([{ rules: parsed.rules, pipelines }]);
  const sources = new Map<JsonObject, LogSource>();
  const reader = { ...jsonReader, logsource: (record: JsonObject) => sources.get(record) };
  const compiled = compileRules(documents, reader, { placeholders });
  const errors = [...parsed.diagnostics, ...compiled.diagnostics].filter(
    ({ severity }) => severity === 'error',
  );
  const matched = events.map((event) => {
    const record = change(event.record);
    if (event.logsource !== undefined) sources.set(record, event.logsource);
    return compiled.ruleSet.match(record).map(({ key }) => key);
  });
  const incidents: unknown[] = [];
  const correlator = new Correlator(compiled.ruleSet.correlations, ({ correlation, ...found }) =>
    incidents.push([correlation.key, found.events, Object.values(found.group)]),
  );
  for (const one of correlated.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))) {
    const record = change(one.record);
    const hits = compiled.ruleSet.match(record);
    const value = (field: string): string | undefined => {
      for (const { rule } of hits) {
        const found = fieldOf(reader, rule, field)(record);
        if (found !== undefined && found !== null) return JSON.stringify(found);
      }
      return undefined;
    };
    correlator.observe({ rules: hits, id: one.id, time: Date.parse(one.time), value });
  }
  correlator.end();
  return { refused: errors.length > 0, matched, incidents };
}

describe('over the conformance vectors', () => {
  it('a pipeline that changes nothing changes no decision', () => {
    for (const vector of vectors) {
      const plain = decisions(vector, [], (record) => record);
      expect([vector.id, decisions(vector, [IDENTITY], (record) => record)]).toEqual([
        vector.id,
        plain,
      ]);
    }
  });

  it('fields mapped in rules and renamed in records give the same decisions', () => {
    for (const vector of vectors) {
      const plain = decisions(vector, [], (record) => record);
      expect([vector.id, decisions(vector, [RENAMED], renamed)]).toEqual([vector.id, plain]);
    }
  });
});
