/** Something somebody said in public, as every stage sees it, whatever the platform. */
export interface Post {
  /** The platform's id. */
  readonly id: string;
  /** Name of the source that read it. */
  readonly source: string;
  /** Milliseconds since 1970; absent where the record does not say. */
  readonly time?: number;
  /** Plain text. Where the platform has HTML, `offsets` lead back to it. */
  readonly text: string;
  readonly offsets?: TextOffsets;
  /** BCP 47. */
  readonly lang?: string;
  readonly author: PostAuthor;
  /** A jurisdiction as facts name them: `US-GA`, `Freedonia-Northmark`. */
  readonly place?: string;
  /** Counts as the platform gave them with the post. */
  readonly engagement: Engagement;
  readonly quoted_text?: string;
  readonly reply_to_text?: string;
  readonly urls: readonly string[];
}

export const AUTHOR_ROLES = Object.freeze(['user', 'candidate', 'official', 'media'] as const);

export type AuthorRole = (typeof AUTHOR_ROLES)[number];

export interface PostAuthor {
  readonly id?: string;
  readonly handle?: string;
  readonly name?: string;
  readonly role: AuthorRole;
  readonly verified: boolean;
  readonly followers?: number;
}

export interface Engagement {
  readonly likes: number;
  /** Passed on as it is, and with words of one's own. */
  readonly reposts: number;
  readonly quotes: number;
  readonly replies: number;
}

/** Of each UTF-16 unit of a plain text: where what it was made of begins and ends in the original. */
export interface TextOffsets {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** The same part in the text as the platform keeps it. */
export function originalSpan(
  { offsets }: Pick<Post, 'offsets'>,
  [start, end]: readonly [start: number, end: number],
): readonly [start: number, end: number] {
  if (offsets === undefined) return [start, end];
  const first = offsets.starts[start] ?? 0;
  return [first, Math.max(first, offsets.ends[end - 1] ?? first)];
}
