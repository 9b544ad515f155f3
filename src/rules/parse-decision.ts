import type { Problem } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import { nameAt, textAt } from './shape.ts';
import type { Extension } from './tree.ts';
import type { YamlMap } from './yaml-node.ts';
import { valueOf } from './yaml-node.ts';

/** Keys of the `scrutineer` block by which a rule over claims says what is to be done. */
export const DECISION_KEYS = [
  'action',
  'doubt',
  'category',
  'clause',
  'from',
  'until',
  'label',
  'limit',
  'strikes',
] as const;

type DecisionPart = Pick<Extension, (typeof DECISION_KEYS)[number]>;

/** Most strikes one decision can count. */
const MAX_STRIKES = 10;

/** The part of a block that is about decisions; what the words may be is a check. */
export function parseDecision(block: YamlMap, findings: Problem[]): DecisionPart {
  const part: Record<string, unknown> = {};
  for (const key of ['action', 'doubt', 'category', 'from', 'until'] as const) {
    const name = nameAt(block, key, findings);
    if (name !== undefined) part[key] = name;
  }
  for (const key of ['clause', 'label', 'limit'] as const) {
    const text = textAt(block, key, findings);
    if (text !== undefined) part[key] = text;
  }
  const strikes = valueOf(block, 'strikes');
  if (strikes !== undefined) {
    const count = strikes.kind === 'scalar' ? strikes.value : undefined;
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MAX_STRIKES)
      part['strikes'] = count;
    else findings.push(error(strikes.at, `"strikes" is a whole number from 0 to ${MAX_STRIKES}`));
  }
  return part;
}
