/**
 * What a case may hold. The state of one attack is then at most some 60 MB, whatever an attacker does; a spray of a
 * thousand sightings takes some 400 KB.
 */

/** Accounts told apart in one attack; sightings of further ones count for its addresses alone. */
export const MAX_ACCOUNTS = 50_000;

/** Distinct addresses, address with client, and the like, counted in one attack. */
export const MAX_COUNTED = 65_536;

/**
 * Sightings that can still be taken back: the newest of each account, fewer where there are many accounts, so that an
 * attack remembers some hundred thousand at most.
 */
export const MAX_RECENT_OF_ACCOUNT = 256;
export const LEAST_RECENT = 8;
export const MAX_RECENT = 50_000;

/** Where an account was tried from, kept for joining attacks: those seen last. */
export const MAX_MARKS = 50_000;

/** Hours of accounts charted in one attack; at more, the half of the accounts attacked least is no longer charted. */
export const MAX_CELLS = 400_000;

/** Attacks told apart in one organisation; further ones are one attack per detector and kind. */
export const MAX_TRAILS = 10_000;

/** Findings of rules kept in one organisation; at more, the least grave are forgotten. */
export const MAX_CLUES = 50_000;

/** Findings named in a case. */
export const MAX_CASE_FINDINGS = 1000;

/** Clients and lines of a timeline shown. */
export const MAX_TOP_CLIENTS = 10;
export const MAX_TIMELINE = 100;
