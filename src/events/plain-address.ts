const COLON = 0x3a;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Whether a text is an IPv4 address in four decimal numbers without leading zeros, and nothing else. */
export function isPlainIPv4(text: string): boolean {
  let dots = 0;
  // Below zero: no digit of this number yet.
  let number = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (number < 0) return false;
      dots += 1;
      number = -1;
    } else {
      if (code < ZERO || code > NINE || number === 0) return false;
      number = Math.max(number, 0) * 10 + code - ZERO;
      if (number > 255) return false;
    }
  }
  return dots === 3 && number >= 0;
}

/** The longest text: eight groups of four digits. */
const MAX_CHARS = 39;

const GROUPS = 8;
const GROUP_CHARS = 4;

/**
 * Whether a text is an IPv6 address written just as RFC 5952 writes it, so that it need not be parsed. False also for
 * some that are: addresses with two zero groups side by side outside `::`, and those that stand for an IPv4 address.
 */
export function isPlainIPv6(text: string): boolean {
  const { length } = text;
  if (length > MAX_CHARS || text.startsWith('::ffff:')) return false;
  let groups = 0;
  let hasGap = false;
  let afterZero = false;
  let at = 0;
  if (text.startsWith('::')) {
    hasGap = true;
    // A zero group beside the gap belongs into it.
    afterZero = true;
    at = 2;
  }
  while (at < length) {
    const end = groupEnd(text, at);
    if (end === at) return false;
    const isZero = text.charCodeAt(at) === ZERO;
    if (isZero && (end > at + 1 || afterZero)) return false;
    groups += 1;
    afterZero = isZero;
    at = end;
    if (at === length) break;
    at += 1;
    if (text.charCodeAt(at) === COLON) {
      if (hasGap || isZero) return false;
      hasGap = true;
      afterZero = true;
      at += 1;
    } else if (at === length) return false;
  }
  return hasGap ? groups < GROUPS - 1 : groups === GROUPS;
}

/** Where the group of hexadecimal digits at `start` ends: before a colon or at the end. `start` when it is none. */
function groupEnd(text: string, start: number): number {
  const { length } = text;
  let at = start;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === COLON) return at;
    const isDigit = (code >= ZERO && code <= NINE) || (code >= 0x61 && code <= 0x66);
    if (!isDigit || at - start === GROUP_CHARS) return start;
    at += 1;
  }
  return at;
}
