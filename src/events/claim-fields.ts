/** The fields a rule over claims of posts may name (`logsource: {category: claim, product: post}`), with what they mean. */
export const CLAIM_FIELDS: Readonly<Record<string, string>> = Object.freeze({
  topic: 'what the claim is about: `voting-method`, `fraud`, `victory` …',
  proposition: 'what it says: `method`, `poll-hours`, `dead-voters` …',
  speech_act: '`assert`, `deny`, `report`, `quote`, `question`, … (docs/reading.md)',
  polarity: '`positive` or `negative`',
  source:
    '`text`, or where the writer takes a stand on somebody else’s: `quoted_text`, `reply_to_text`',
  confidence: 'how sure the reader is, 0 to 1',
  text: 'the words of the claim',
  who: 'the candidate, party or office-holder it is about, by full name',
  who_kind: '`candidate`, `party`, … or `unnamed`',
  jurisdiction: 'the place whose facts were asked',
  fact_state:
    '`supported`, `contradicted`, `premature`, `disputed`, `unknown`: by the facts as of the decision',
  fact_state_then: 'the same by what was known when the post was written',
  fact: 'in explanations: the sentence of the first fact it rests on',
  race_state:
    '`open`, `claimed`, `called`, `certified`, `contested`; absent where no race is known',
  race_state_then: 'the same when the post was written',
  race_agrees: 'whether the winner is whom the claim names; absent where that cannot be said',
  'known_claim.id': 'the known claim that the text matches',
  'known_claim.verdict': 'what fact-checkers found: `false`, `misleading`, `true` …',
  'known_claim.score': 'how well it matches, 0 to 1',
  'post.text': 'the whole text',
  'post.lang': 'language, as the platform or the reader says',
  'post.time': 'when it was written',
  'post.source': 'name of the source that read it',
  'post.urls': 'links',
  'author.role': '`user`, `candidate`, `official`, `media`',
  'author.verified': 'whether the platform vouches for the name',
  'author.followers': 'how many follow the author',
  'author.handle': 'the author’s handle',
  'engagement.likes': 'likes',
  'engagement.reposts': 'reposts without words',
  'engagement.quotes': 'reposts with words',
  'engagement.replies': 'answers',
  'engagement.shares': 'reposts and quotes together',
});

const SLOTS = 'slots.';

/** Slots have the names the language packs give them. */
export function isClaimField(name: string): boolean {
  return Object.hasOwn(CLAIM_FIELDS, name) || name.startsWith(SLOTS);
}
