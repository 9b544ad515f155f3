/** Words of decisions, shared by rules, decisions and what is written of them. */

/** What is done with a post, the mildest first. Doubt is for people: `review` stands above what a machine does alone. */
export const POST_ACTIONS = Object.freeze(['none', 'label', 'reduce', 'review', 'remove'] as const);

export type PostAction = (typeof POST_ACTIONS)[number];

/** What a post can break. */
export const POST_CATEGORIES = Object.freeze([
  'participation',
  'suppression',
  'process',
  'confidence',
  'outcome',
  'incitement',
  'affiliation',
] as const);

export type PostCategory = (typeof POST_CATEGORIES)[number];
