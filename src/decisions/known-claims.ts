import type { Claim } from '../reading/reading.ts';

/** A claim that fact-checkers have looked at, and how well a text matches it. */
export interface KnownClaim {
  readonly id: string;
  /** `false`, `misleading`, `true` … */
  readonly verdict: string;
  /** 0 to 1. */
  readonly score: number;
}

/** The claims a text matches, the best first; none where nothing matches well enough. */
export type KnownClaims = (text: string) => readonly KnownClaim[];

/** The whole text as a claim, for one in which nothing else was read but that says what is known. */
export function wholeText(text: string, { score }: KnownClaim): Claim {
  return {
    span: [0, text.length],
    text,
    topic: 'known-claim',
    proposition: 'known-claim',
    slots: {},
    speech_act: 'assert',
    polarity: 'positive',
    entities: [],
    confidence: score,
    evidence: [],
    source: 'text',
  };
}
