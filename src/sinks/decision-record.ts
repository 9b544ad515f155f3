import type { Json, JsonObject } from '../lib/json.ts';
import { arrayAt, isObject, numberAt, objectAt, textAt, textOf } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { parseTime } from '../lib/time.ts';

/** What sinks read of a decision, as it stands in `decisions.ndjson`. */
export interface DecisionRecord {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly action: string;
  readonly category?: string;
  readonly labels: readonly {
    readonly id: string;
    readonly text: string;
    readonly link?: string;
  }[];
  readonly limits: readonly string[];
  readonly claims: readonly {
    readonly text: string;
    readonly factState?: string;
  }[];
  readonly reasons: readonly {
    readonly rule: string;
    readonly clause: string;
    readonly claim?: number;
    readonly explanation: string;
  }[];
  readonly packs: Readonly<Record<string, string>>;
  readonly factsAsOf?: string;
}

/** Reads one decision. What sinks do not use may be anything. */
export function readDecision(value: Json): Result<DecisionRecord, string> {
  if (!isObject(value)) return err('a decision is a JSON object');
  const subject = objectAt(value, 'subject');
  const [id, at, action] = [textAt(value, 'id'), textAt(value, 'at'), textAt(value, 'action')];
  const [kind, subjectId] = [textAt(subject, 'kind'), textAt(subject, 'id')];
  if (id === undefined) return err('has no "id"');
  if (at === undefined || parseTime(at) === undefined) return err('"at" is no RFC 3339 time');
  if (action === undefined) return err('has no "action"');
  if (kind === undefined || subjectId === undefined) return err('"subject" lacks "kind" or "id"');
  const category = textAt(value, 'category');
  const factsAsOf = textAt(value, 'facts_as_of');
  const packs = Object.entries(objectAt(value, 'packs') ?? {}).map(([name, version]) => [
    name,
    textOf(version) ?? '',
  ]);
  return ok({
    id,
    at,
    subject: { kind, id: subjectId },
    action,
    ...(category === undefined ? {} : { category }),
    labels: objects(value, 'labels').map(readLabel),
    limits: objects(value, 'limits').flatMap((one) => arrayAt(one, 'effects').map(String)),
    claims: objects(value, 'claims').map(readClaim),
    reasons: objects(value, 'reasons').map(readReason),
    packs: Object.fromEntries(packs) as Readonly<Record<string, string>>,
    ...(factsAsOf === undefined ? {} : { factsAsOf }),
  });
}

function objects(value: JsonObject, key: string): readonly JsonObject[] {
  return arrayAt(value, key).filter(isObject);
}

function readLabel(label: JsonObject): DecisionRecord['labels'][number] {
  const link = textAt(label, 'link');
  const own = { id: textAt(label, 'id') ?? '', text: textAt(label, 'text') ?? '' };
  return link === undefined ? own : { ...own, link };
}

function readClaim(claim: JsonObject): DecisionRecord['claims'][number] {
  const factState = textAt(claim, 'fact_state');
  const text = textAt(claim, 'text') ?? '';
  return factState === undefined ? { text } : { text, factState };
}

function readReason(reason: JsonObject): DecisionRecord['reasons'][number] {
  const rule = reason['rule'];
  const claim = numberAt(reason, 'claim');
  return {
    rule: (isObject(rule) ? textAt(rule, 'id') : textAt(reason, 'rule')) ?? '',
    clause: textAt(reason, 'clause') ?? '',
    explanation: textAt(reason, 'explanation') ?? '',
    ...(claim === undefined ? {} : { claim }),
  };
}
