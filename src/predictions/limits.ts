/** Named limits of prediction indexes. */

/** Bytes of one query, normalised, in UTF-8. */
export const MAX_QUERY_BYTES = 255;

/** Bytes of the file of one index. */
export const MAX_INDEX_BYTES = 8 * 1024 * 1024 * 1024;

/** Suggestions of one list. */
export const MAX_SUGGESTIONS = 1000;

/** Words of what was typed that are looked at. */
export const MAX_TYPED_WORDS = 16;

/** Characters typed before a slip of the pen is looked for, and after which it no longer is. */
export const MIN_TYPO = 3;
export const MAX_TYPO = 48;

/** Different verdicts (action, clause, category) of one index; they share a byte with two marks. */
export const MAX_VERDICTS = 63;

/** Queries with changed counts that wait to be put into a segment. */
export const MAX_PENDING = 65_536;

/** Small segments beside the large one; more are put together. */
export const MAX_DELTAS = 6;
