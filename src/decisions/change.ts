import { contentId } from '../lib/hash.ts';
import type { Decision } from './decision.ts';

/** That a decision on a post is another one than before, and why. */
export interface DecisionChange {
  readonly id: string;
  readonly kind: 'decision-changed';
  /** RFC 3339: when the later one is as of. */
  readonly at: string;
  readonly subject: Decision['subject'];
  readonly before: Pick<Decision, 'id' | 'action'> & { readonly labels: readonly string[] };
  readonly after: DecisionChange['before'];
  /** What is different in what it rests on: ids of facts, names of packs with their versions. */
  readonly because: {
    readonly facts: readonly string[];
    readonly packs: readonly string[];
  };
}

/** What has become of a decision; undefined when nothing people would see has changed. */
export function changeOf(before: Decision, after: Decision): DecisionChange | undefined {
  if (seenOf(before) === seenOf(after)) return undefined;
  const body = {
    kind: 'decision-changed',
    at: after.at,
    subject: after.subject,
    before: briefOf(before),
    after: briefOf(after),
    because: {
      facts: differing(factsOf(before), factsOf(after)),
      packs: differing(packsOf(before), packsOf(after)),
    },
  } as const;
  return { id: `change-${contentId(JSON.stringify(body))}`, ...body };
}

/** What the author and readers of a post see of a decision. */
function seenOf({ action, category, labels, limits }: Decision): string {
  return JSON.stringify([action, category, labels, limits]);
}

function briefOf({ action, id, labels }: Decision): DecisionChange['before'] {
  return { id, action, labels: labels.map(({ text }) => text) };
}

function factsOf({ reasons }: Decision): readonly string[] {
  return reasons.flatMap(({ facts }) => facts);
}

function packsOf({ packs }: Decision): readonly string[] {
  return Object.entries(packs).map(([name, version]) => `${name} ${version}`);
}

/** What only one of two lists has, in order. */
function differing(one: readonly string[], other: readonly string[]): readonly string[] {
  const [a, b] = [new Set(one), new Set(other)];
  return [...one.filter((each) => !b.has(each)), ...other.filter((each) => !a.has(each))]
    .filter((each, index, all) => all.indexOf(each) === index)
    .toSorted();
}
