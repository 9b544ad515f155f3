import type { PostAction, PostCategory } from '../events/decision-words.ts';
import type { Claim, SpeechAct } from '../reading/reading.ts';

/** One action on one post with every reason for it, as it is written out. */
export interface Decision {
  /** A hash of all the rest: equal inputs give equal decisions. */
  readonly id: string;
  /** RFC 3339. When it is as of: the time of the post, or the time facts were asked as of. */
  readonly at: string;
  readonly subject: { readonly kind: 'post'; readonly id: string };
  readonly action: PostAction;
  readonly category?: PostCategory;
  readonly labels: readonly DecisionLabel[];
  /** What engagement is limited to, where the pack says so of posts like this one. */
  readonly limits?: readonly DecisionLimit[];
  readonly claims: readonly DecisionClaim[];
  readonly reasons: readonly Reason[];
  readonly strikes?: number;
  /** Name of each policy pack → its version. */
  readonly packs: Readonly<Record<string, string>>;
  /** RFC 3339: what was known by then counts. */
  readonly facts_as_of?: string;
  readonly score: number;
}

export interface DecisionLabel {
  readonly id: string;
  readonly text: string;
  readonly link?: string;
}

export interface DecisionLimit {
  readonly id: string;
  readonly effects: readonly string[];
  readonly clause: string;
}

export interface DecisionClaim {
  /** UTF-16 units of the text as the platform keeps it, end exclusive. */
  readonly span: Claim['span'];
  readonly text: string;
  readonly topic: string;
  readonly proposition: string;
  readonly speech_act: SpeechAct;
  readonly polarity: Claim['polarity'];
  readonly entities: readonly string[];
  readonly fact_state: string;
  readonly jurisdiction?: string;
  readonly race_state?: string;
}

export interface Reason {
  /** Id of the rule. */
  readonly rule: string;
  readonly title: string;
  readonly clause: string;
  /** Index into the claims. */
  readonly claim: number;
  readonly action: PostAction;
  readonly category: PostCategory;
  /** Why it is in doubt; then `action` is what the rule says for doubt. */
  readonly doubt?: string;
  readonly facts: readonly string[];
  readonly explanation: string;
}

const RANK: Readonly<Record<PostAction, number>> = {
  none: 0,
  label: 1,
  reduce: 2,
  review: 3,
  remove: 4,
};

/** How strong an action is. */
export function rankOf(action: PostAction): number {
  return RANK[action];
}
