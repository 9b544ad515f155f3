import type { Json } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { CaseRecord, Repetition } from './case-records.ts';
import { repeated } from './case-records.ts';
import type { Diagnostic, Problem, Position } from './diagnostic.ts';
import { diagnostic, error } from './diagnostic.ts';
import { readYaml } from './read-yaml.ts';
import { textAt, textsAt, toJson } from './shape.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { YamlMap, YamlNode } from './yaml-node.ts';
import { describe, valueOf } from './yaml-node.ts';

/** What a rule must and must not find, written beside it as `x.cases.yml`. */
export interface RuleCase {
  readonly name: string;
  readonly at: Position;
  /** Whether the rule has a finding for these records: a match, or for a correlation an incident. */
  readonly expect: 'match' | 'no-match';
  /** Title, name or id of the rule meant, in a file of several; absent: any that alerts. */
  readonly rule?: string;
  readonly anonymisers: readonly string[];
  readonly trusted: readonly string[];
  /** Facts and names that a rule over claims is tried with; without facts, none are known. */
  readonly facts: readonly Json[];
  readonly gazetteer: readonly Json[];
  readonly records: readonly CaseRecord[];
}

export interface ParsedCases {
  readonly cases: readonly RuleCase[];
  readonly diagnostics: readonly Diagnostic[];
}

const CASE_KEYS = [
  'name',
  'expect',
  'rule',
  'anonymisers',
  'trusted',
  'facts',
  'gazetteer',
  'records',
];
const RECORD_KEYS = ['record', 'repeat', 'every', 'vary'];
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** More records than any case needs; a slip of the pen must not fill memory. */
const MAX_REPEAT = 10_000;

/** Reads a case file: a YAML list of cases. Never throws; a case with an error is left out. */
export function parseCases(text: string, file: string): ParsedCases {
  const cases: RuleCase[] = [];
  const findings: Problem[] = [];
  for (const { root, findings: faults } of readYaml(text)) {
    findings.push(...faults);
    if (root === undefined) continue;
    if (root.kind !== 'list') {
      findings.push(error(root.at, `a case file is a list of cases, not ${describe(root)}`));
      continue;
    }
    for (const item of root.items) {
      const before = findings.length;
      const parsed = parseCase(item, findings);
      if (parsed !== undefined && findings.length === before) cases.push(parsed);
    }
  }
  return { cases, diagnostics: findings.map((finding) => diagnostic(finding, file)) };
}

function parseCase(node: YamlNode, findings: Problem[]): RuleCase | undefined {
  if (node.kind !== 'map') {
    findings.push(error(node.at, `a case is a map of keys, not ${describe(node)}`));
    return undefined;
  }
  unknownKeys(node, CASE_KEYS, findings);
  const name = textAt(node, 'name', findings);
  if (name === undefined) findings.push(error(node.at, 'a case needs a "name"'));
  const expect = textAt(node, 'expect', findings);
  if (expect !== 'match' && expect !== 'no-match') {
    findings.push(error(node.at, '"expect" is match or no-match'));
    return undefined;
  }
  const rule = textAt(node, 'rule', findings);
  return {
    name: name ?? '',
    at: node.at,
    expect,
    ...(rule === undefined ? {} : { rule }),
    anonymisers: textsAt(node, 'anonymisers', findings),
    trusted: textsAt(node, 'trusted', findings),
    facts: listAt(node, 'facts', findings),
    gazetteer: listAt(node, 'gazetteer', findings),
    records: parseRecords(node, findings),
  };
}

function listAt(node: YamlMap, key: string, findings: Problem[]): readonly Json[] {
  const list = valueOf(node, key);
  if (list === undefined) return [];
  if (list.kind === 'list') return list.items.map(toJson);
  findings.push(error(list.at, `"${key}" is a list, not ${describe(list)}`));
  return [];
}

function parseRecords(node: YamlMap, findings: Problem[]): readonly CaseRecord[] {
  const records = valueOf(node, 'records');
  if (records?.kind !== 'list' || records.items.length === 0) {
    findings.push(error(records?.at ?? node.at, 'a case needs a list of "records"'));
    return [];
  }
  return records.items.flatMap((item): readonly CaseRecord[] => {
    const value = toJson(item);
    if (item.kind !== 'map') return oneRecord(value, item.at, findings);
    const inner = valueOf(item, 'record');
    if (inner === undefined) return oneRecord(value, item.at, findings);
    unknownKeys(item, RECORD_KEYS, findings);
    const repetition = parseRepetition(item, findings);
    return oneRecord(toJson(inner), inner.at, findings).flatMap((record) =>
      repeated(record, repetition),
    );
  });
}

function oneRecord(value: Json, at: Position, findings: Problem[]): readonly CaseRecord[] {
  if (typeof value === 'string' || isObject(value)) return [value];
  findings.push(error(at, 'a record is a map of its fields, or a line of text'));
  return [];
}

function parseRepetition(node: YamlMap, findings: Problem[]): Repetition {
  const repeat = valueOf(node, 'repeat');
  const times = repeat === undefined ? 1 : repeat.kind === 'scalar' ? repeat.value : undefined;
  const sound = typeof times === 'number' && Number.isInteger(times) && times > 0;
  if (!sound || times > MAX_REPEAT) {
    findings.push(
      error(repeat?.at ?? node.at, `"repeat" is a whole number from 1 to ${MAX_REPEAT}`),
    );
  }
  const every = textAt(node, 'every', findings);
  const [, count = '0', unit = 's'] = /^(\d+)([smhd])$/.exec(every ?? '0s') ?? [];
  if (every !== undefined && !/^\d+[smhd]$/.test(every)) {
    findings.push(error(valueOf(node, 'every')?.at ?? node.at, '"every" is a time such as 30s'));
  }
  const varied = valueOf(node, 'vary');
  const vary = varied === undefined ? {} : toJson(varied);
  if (!isObject(vary)) {
    findings.push(error(varied?.at ?? node.at, '"vary" is a map of paths and values'));
  }
  return {
    times: sound ? Math.min(times, MAX_REPEAT) : 1,
    every: Number(count) * (UNITS[unit] ?? 0),
    vary: isObject(vary) ? (vary as Readonly<Record<string, Json>>) : {},
  };
}

function unknownKeys(node: YamlMap, known: readonly string[], findings: Problem[]): void {
  for (const { key } of node.entries) {
    if (known.includes(key.source)) continue;
    const hint = didYouMean(key.source, known) ?? `known keys: ${known.join(', ')}`;
    findings.push(error(key.at, `unknown key "${key.source}"`, hint));
  }
}
