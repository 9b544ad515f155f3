import type { LogSource } from '../events/logsource.ts';
import type { Post } from '../events/post.ts';
import type { Judgement } from '../judging/judge.ts';
import type { JsonObject } from '../lib/json.ts';
import { formatTime } from '../lib/time.ts';
import type { Claim } from '../reading/reading.ts';
import type { RecordReader } from '../rules/reader.ts';
import { jsonReader } from '../rules/reader.ts';
import type { KnownClaim } from './known-claims.ts';

/** A claim as rules see it: `src/events/claim-fields.ts` says what each field means. */
export interface ClaimRecord {
  readonly claim: Claim;
  /** By the facts as of the decision, and by what was known when the post was written. */
  readonly now: Judgement;
  readonly fields: JsonObject;
}

const CLAIM_SOURCE: LogSource = Object.freeze({
  category: 'claim',
  product: 'post',
  services: Object.freeze([]),
});

export const claimReader: RecordReader<JsonObject> = {
  ...jsonReader,
  logsource: () => CLAIM_SOURCE,
};

/** What all claims of a post have in common. */
export function postFields(post: Post, lang: string): JsonObject {
  const { author, engagement } = post;
  return {
    post: {
      text: post.text,
      lang: post.lang ?? lang,
      source: post.source,
      urls: post.urls,
      ...(post.time !== undefined && { time: formatTime(post.time) }),
    },
    author: {
      role: author.role,
      verified: author.verified,
      ...(author.followers !== undefined && { followers: author.followers }),
      ...(author.handle !== undefined && { handle: author.handle }),
    },
    engagement: { ...engagement, shares: engagement.reposts + engagement.quotes },
  };
}

export function claimRecord(
  claim: Claim,
  judged: { readonly now: Judgement; readonly before: Judgement },
  common: JsonObject,
  known: KnownClaim | undefined,
): ClaimRecord {
  const { before, now } = judged;
  const person = claim.entities.find(({ name }) => name === now.who);
  return {
    claim,
    now,
    fields: {
      ...common,
      topic: claim.topic,
      proposition: claim.proposition,
      speech_act: claim.speech_act,
      polarity: claim.polarity,
      source: claim.source,
      confidence: claim.confidence,
      text: claim.text,
      slots: claim.slots,
      who_kind: person?.kind ?? (now.who === undefined ? 'unnamed' : 'author'),
      fact_state: now.state,
      fact_state_then: before.state,
      ...(now.who !== undefined && { who: now.who }),
      ...(now.jurisdiction !== undefined && { jurisdiction: now.jurisdiction }),
      ...(now.race !== undefined && { race_state: now.race.status }),
      ...(before.race !== undefined && { race_state_then: before.race.status }),
      ...(now.race?.agrees !== undefined && { race_agrees: now.race.agrees }),
      ...(known !== undefined && { known_claim: { ...known } }),
    },
  };
}
