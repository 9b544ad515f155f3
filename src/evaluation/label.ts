import type { JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { parseTime } from '../lib/time.ts';

/** Where in an attack a record stands, least first; see `docs/simulator.md`. */
export const STEPS = ['attempt', 'hit', 'entry', 'aftermath'] as const;

export type Step = (typeof STEPS)[number];

/** What one record of a log really was. */
export interface Label {
  /** The vendor's id of the record. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly organisation: string;
  /** Lower case. */
  readonly account: string;
  /** Attack mode, or the kind of ordinary life. */
  readonly mode: string;
  /** On records of attacks alone. */
  readonly attack?: { readonly campaign: string; readonly step: Step };
}

/** One line of a file of labels. The error says which field is wrong and what belongs there. */
export function parseLabel(line: string): Result<Label, string> {
  const value = parsed(line);
  if (!isObject(value)) return err('is no JSON object; a label is one JSON object a line');
  for (const name of ['id', 'time', 'organisation', 'account', 'mode']) {
    const field = value[name];
    if (typeof field !== 'string' || field === '') return wrong(value, name, 'a text');
  }
  const { id, time: when, organisation, account, mode } = value as Readonly<Record<string, string>>;
  const time = parseTime(when ?? '');
  if (time === undefined) return wrong(value, 'time', 'an RFC 3339 time');
  const label = {
    id: id ?? '',
    time,
    organisation: organisation ?? '',
    account: (account ?? '').toLowerCase(),
    mode: mode ?? '',
  };
  if (value['label'] === 'benign') return ok(label);
  if (value['label'] !== 'attack') return wrong(value, 'label', '"benign" or "attack"');
  const campaign = value['campaign'];
  if (typeof campaign !== 'string' || campaign === '') {
    return wrong(value, 'campaign', 'a text, since the label is "attack",');
  }
  const step = STEPS.find((name) => name === value['step']);
  if (step === undefined) return wrong(value, 'step', `one of ${STEPS.join(', ')}`);
  return ok({ ...label, attack: { campaign, step } });
}

const EXCERPT = 60;

function wrong(value: JsonObject, field: string, needed: string) {
  const found = value[field];
  const text = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, EXCERPT);
  return err(`field "${field}": ${needed} is needed here, not ${text}`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
