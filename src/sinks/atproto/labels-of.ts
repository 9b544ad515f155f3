import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import { formatTime, parseTime } from '../../lib/time.ts';
import type { DecisionRecord } from '../decision-record.ts';
import type { Label } from './label.ts';

export interface LabelOptions {
  /** DID of the labeler. */
  readonly src: string;
  /** Milliseconds after which labels end; never, if absent. */
  readonly lifetime?: number;
}

/** The label with which the protocol's own clients hide a post from everybody. */
const HIDE = '!hide';

/** Declared for posts that are shown to fewer people; the protocol has no word for it. */
const REDUCED = 'civic-reduced';

const MAX_VALUE = 100;

const DID = /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/;
const RECORD = /^at:\/\/[^/\s]+\/[a-zA-Z0-9.-]+\/[a-zA-Z0-9._~:-]+$/;

/**
 * The labels decisions ask for, and negations of those that a later decision on the same subject no longer asks for.
 * Decisions are taken in order of their time. A subject that is no record or account of the protocol is an error.
 */
export class Labeler {
  readonly #options: LabelOptions;
  /** Subject → label values that stand. */
  readonly #standing = new Map<string, ReadonlySet<string>>();

  constructor(options: LabelOptions) {
    this.#options = options;
  }

  labelsFor(decision: DecisionRecord): Result<readonly Label[], string> {
    const { lifetime, src } = this.#options;
    const uri = decision.subject.id;
    if (!RECORD.test(uri) && !DID.test(uri))
      return err(`"${uri}" is no at:// address of a record and no DID`);
    const cts = formatTime(parseTime(decision.at) ?? 0);
    const exp = lifetime === undefined ? {} : { exp: formatTime(Date.parse(cts) + lifetime) };
    const wanted = new Set(valuesOf(decision));
    const standing = this.#standing.get(uri) ?? new Set();
    this.#standing.set(uri, wanted);
    const gone = [...standing].filter((value) => !wanted.has(value));
    // A label that ends is made again; one that does not still stands.
    const made = [...wanted].filter((value) => lifetime !== undefined || !standing.has(value));
    return ok([
      ...gone.map((val): Label => ({ ver: 1, src, uri, val, neg: true, cts })),
      ...made.map((val): Label => ({ ver: 1, src, uri, val, cts, ...exp })),
    ]);
  }
}

/** Label values of a decision: those of its label texts; of a removal the one that hides. A post in review has none yet. */
function valuesOf({ action, category, labels }: DecisionRecord): readonly string[] {
  const own = labels.map(({ id }) => labelValue(id)).filter((value) => value !== '');
  const named = own.length > 0 ? own : [labelValue(`civic ${category ?? ''}`)];
  switch (action) {
    case 'label':
      return named;
    case 'reduce':
      return [...named, REDUCED];
    case 'remove':
      return [HIDE];
    default:
      return [];
  }
}

/** A label's id in the letters the protocol allows: a-z and hyphens. */
export function labelValue(id: string): string {
  const words = id.toLowerCase().replaceAll(/[0-9]/g, (digit) => DIGITS[Number(digit)] ?? '');
  return words
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MAX_VALUE);
}

/** Digits are not allowed, and `v1` is not `v2`. */
const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export function isDid(text: string): boolean {
  return DID.test(text);
}
