/** Milliseconds. */
export const MINUTE = 60_000;
export const WEEK = 7 * 24 * 60 * MINUTE;

/**
 * Minutes. A success told later is listed as missed: what somebody got into must be known while it can still be stopped.
 */
export const SUCCESS_WITHIN = 5;
