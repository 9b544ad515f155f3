import type { Claim } from '../reading.ts';

/** Topics that one story about an election's honesty runs through; a frame of one holds for the others. */
const HONESTY: ReadonlySet<string> = new Set([
  'fraud',
  'machines',
  'counting',
  'integrity',
  'certification',
  'results',
  'suppression',
]);

/** What is left of the confidence of a claim that a frame was carried to. */
const CARRIED = 0.7;

/**
 * Whoever tells what somebody else said, or calls it false, often goes on for a sentence or two without saying so again. A
 * bare assertion on the same subject, of the same sign, after a report or a rebuttal is therefore read as its continuation.
 */
export function carryFrames(claims: readonly Claim[]): readonly Claim[] {
  const frames = new Map<string, Claim>();
  return claims.map((claim) => {
    const frame = frames.get(subjectOf(claim));
    if (claim.speech_act !== 'assert') {
      if (isFrame(claim)) frames.set(subjectOf(claim), claim);
      return claim;
    }
    if (frame === undefined || claim.polarity === 'negative') return claim;
    return {
      ...claim,
      speech_act: frame.speech_act,
      polarity: frame.polarity,
      confidence: Math.round(claim.confidence * CARRIED * 100) / 100,
      evidence: [...claim.evidence, ...frame.evidence.filter(({ kind }) => kind === 'cue')],
    };
  });
}

/** A positive report, or a denial by what was said of the claim; a plain "the machines did not …" frames nothing. */
function isFrame({ speech_act: act, polarity, evidence }: Claim): boolean {
  if (act === 'report') return polarity === 'positive';
  return act === 'deny' && evidence.some(({ id }) => id === 'rebuttal');
}

function subjectOf({ topic }: Claim): string {
  return HONESTY.has(topic) ? 'honesty' : topic;
}
