import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import type { LogSource } from '../events/logsource.ts';
import type { JsonObject } from '../lib/json.ts';
import { compileRules, filtersOf } from './compile.ts';
import type { Compiled } from './compile.ts';
import { Correlator } from './correlate.ts';
import type { Incident } from './correlation/incident.ts';
import type { Diagnostic } from './diagnostic.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { createExplainer } from './explain.ts';
import { parseRules } from './parse.ts';
import type { Placeholders } from './plan-text.ts';
import type { RecordReader } from './reader.ts';
import { jsonReader } from './reader.ts';
import type { RuleDocument } from './tree.ts';

const FOLDER = new URL('../../packs/conformance/', import.meta.url);

/** A vector as `packs/conformance/README.md` describes it. */
interface Vector {
  readonly id: string;
  readonly decided_by: 'specification' | 'profile';
  readonly what: string;
  readonly rules: readonly JsonObject[];
  readonly placeholders?: Placeholders;
  readonly refused?: true;
  readonly events?: readonly {
    readonly record: JsonObject;
    readonly logsource?: LogSource;
    readonly match: boolean;
  }[];
  readonly correlated?: readonly CorrelatedEvent[];
  readonly incidents?: readonly ExpectedIncident[];
  readonly alone?: Readonly<Record<string, readonly string[]>>;
}

interface CorrelatedEvent {
  readonly id: string;
  readonly time: string;
  readonly record: JsonObject;
}

interface ExpectedIncident {
  readonly group: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

const files = readdirSync(fileURLToPath(FOLDER)).filter((name) => name.endsWith('.json'));
const groups = files.map((name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return JSON.parse(text) as { readonly group: string; readonly vectors: readonly Vector[] };
});

const all = groups.flatMap(({ vectors }) => vectors);
const named = (vectors: readonly Vector[]) =>
  vectors.map((vector) => [vector.id, vector.what, vector] as const);

describe('the conformance vectors', () => {
  it.each(named(all.filter(({ refused }) => refused === true)))(
    '%s is refused: %s',
    (_, __, vector) => {
      expect(load(vector).errors.length).toBeGreaterThan(0);
    },
  );

  it.each(named(all.filter(({ refused }) => refused !== true)))('%s: %s', (_, __, vector) => {
    const { compiled, documents, errors } = load(vector);
    expect(errors.map(formatDiagnostic)).toEqual([]);
    if (vector.correlated === undefined) holdsFor(vector, compiled, documents);
    else correlates(vector, vector.correlated, compiled);
  });

  it('have ids of their own, and are many', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(300);
  });
});

const logSources = new WeakMap<JsonObject, LogSource>();
/** Plain records, some of which have a log source. */
const reader: RecordReader<JsonObject> = {
  ...jsonReader,
  logsource: (record) => logSources.get(record),
};

function load({ id, placeholders, rules }: Vector): {
  readonly compiled: Compiled<JsonObject>;
  readonly documents: readonly RuleDocument[];
  readonly errors: readonly Diagnostic[];
} {
  const parsed = rules.map((rule) => parseRules(JSON.stringify(rule), id));
  const documents = parsed.flatMap((one) => one.rules);
  const compiled = compileRules(
    documents,
    reader,
    placeholders === undefined ? {} : { placeholders },
  );
  const diagnostics = [...parsed.flatMap((one) => one.diagnostics), ...compiled.diagnostics];
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return { compiled, documents, errors };
}

/** Also holds the explanation of every rule to what the rule set says. */
function holdsFor(
  { events = [], placeholders = {} }: Vector,
  { ruleSet }: Compiled<JsonObject>,
  documents: readonly RuleDocument[],
): void {
  const filters = documents.filter((rule) => rule.kind === 'filter');
  const [rule] = ruleSet.rules;
  if (rule === undefined) throw new Error('no rule was compiled');
  const explain = createExplainer(rule, reader, {
    placeholders,
    filters: filtersOf(rule.rule, filters, documents),
  });
  for (const { logsource, match, record } of events) {
    if (logsource !== undefined) logSources.set(record, logsource);
    const shown = JSON.stringify(record);
    expect([shown, ruleSet.match(record).length > 0]).toEqual([shown, match]);
    const explained = explain(record);
    expect(explained.matches).toBe(match);
    const parts = [explained.condition, ...explained.filters.map(({ condition }) => condition)];
    const whole = explained.logsource.matches && parts.every(({ holds }) => holds);
    expect([shown, whole]).toEqual([shown, match]);
  }
}

function correlates(
  vector: Vector,
  events: readonly CorrelatedEvent[],
  { ruleSet }: Compiled<JsonObject>,
): void {
  const incidents: Incident[] = [];
  const alone = new Map(ruleSet.rules.map(({ rule }) => [rule.title, [] as string[]]));
  const correlator = new Correlator(ruleSet.correlations, (found) => {
    if (found.correlation.alerts) incidents.push(found);
  });
  const inOrder = events.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
  for (const { id, record, time } of inOrder) {
    const rules = ruleSet.match(record);
    for (const { alerts, rule } of rules) if (alerts) alone.get(rule.title)?.push(id);
    const value = (field: string): string | undefined => textOf(record[field]);
    correlator.observe({ rules, id, time: Date.parse(time), value });
  }
  correlator.end();
  const found = incidents.map(({ events: ids, group }) => ({ group, events: ids }));
  const sorted = (some: readonly ExpectedIncident[]) =>
    some.map((one) => JSON.stringify(one)).toSorted();
  expect(sorted(found)).toEqual(sorted(vector.incidents ?? []));
  expect(vector.alone && Object.fromEntries(alone)).toEqual(vector.alone);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
