import type { JsonObject } from '../../lib/json.ts';
import { compileRules } from '../compile.ts';
import type { RuleSet } from '../compile.ts';
import { Correlator } from '../correlate.ts';
import type { CorrelatorOptions } from '../correlate.ts';
import { formatDiagnostic } from '../diagnostic.ts';
import { parseRules } from '../parse.ts';
import { jsonReader } from '../reader.ts';
import type { Incident } from './incident.ts';

export interface Seen extends JsonObject {
  readonly time: number;
  readonly id: string;
}

export type Rules = RuleSet<JsonObject>;

export function rulesOf(text: string): Rules {
  const { diagnostics, rules } = parseRules(text, 'test.yml');
  const compiled = compileRules(rules, jsonReader);
  const errors = [...diagnostics, ...compiled.diagnostics].filter((d) => d.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(formatDiagnostic).join('\n'));
  return compiled.ruleSet;
}

/** One detection rule per kind of record, by its name. */
export function base(name: string): string {
  return `
title: ${name}
name: ${name}
logsource: { product: test }
detection: { selection: { kind|contains: ${name} }, condition: selection }
---`;
}

export function correlation(name: string, body: string): string {
  return `
title: ${name}
name: ${name}
correlation: { ${body} }
---`;
}

export function feed(correlator: Correlator, rules: Rules, record: Seen): void {
  const { id, time } = record;
  const partition = record['tenant'];
  correlator.observe({
    rules: rules.match(record),
    time,
    id,
    ...(typeof partition === 'string' && { partition }),
    value(field) {
      const found = record[field];
      return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
    },
  });
}

export interface Run {
  readonly correlator: Correlator;
  readonly opened: readonly Incident[];
  readonly closed: readonly Incident[];
}

export function run(
  rules: Rules,
  records: readonly Seen[],
  options: Pick<CorrelatorOptions, 'limits'> = {},
): Run {
  const opened: Incident[] = [];
  const closed: Incident[] = [];
  const correlator = new Correlator(rules.correlations, (one) => closed.push(one), {
    ...options,
    onOpen: (one) => opened.push(one),
  });
  for (const record of records) feed(correlator, rules, record);
  correlator.end();
  return { correlator, opened, closed };
}

/** What two runs must have in common, in an order of its own. */
export function shown(incidents: Iterable<Incident>): readonly string[] {
  return Array.from(incidents, ({ correlation: { key }, ...incident }) =>
    JSON.stringify({ key, ...incident }),
  ).toSorted();
}

export function inOrder(records: readonly Seen[]): readonly Seen[] {
  return records.toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
}
