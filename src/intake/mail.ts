/** How mail messages lie in files: one to a file (`.eml`, Maildir), or one after the other (mbox, RFC 4155). */

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The line above each message of an mbox: sender, then a time, whose order of parts differs (`ctime`, RFC 5322, Gmail's
 * export). A line of a letter that begins so has no time.
 */
const SEPARATOR =
  /^From (?:\S{1,320}|"[^"\n]{0,300}"\S{0,300}) [^\n]{0,40}\b\d{1,2}:\d\d(?::\d\d)?\b[^\n]{0,40}$/;
const MAX_SEPARATOR = 800;

/** RFC 5322: printable ASCII but blanks and colons; no server writes longer ones. */
const FIELD = /^[!-9;-~]{1,100}[ \t]{0,8}:/;

/** Fields that hardly any other text has, of which a message has several. */
const OF_MAIL =
  /^(?:received|from|to|date|subject|message-id|mime-version|return-path|delivered-to|delivery-date|reply-to|authentication-results|received-spf|dkim-signature|arc-seal|x-received|x-original-to|envelope-to|content-type)$/i;
const LEAST_OF_MAIL = 2;
/** Of these one is enough. */
const SURELY_OF_MAIL =
  /^(?:received|message-id|mime-version|return-path|delivered-to|content-type|dkim-signature)$/i;

/** Lines of the beginning that are looked at. */
const MAX_LINES = 400;

/** Tells by the beginning whether a text is mail, and in which way it lies there. */
export function mailFraming(head: string): 'mbox' | 'message' | undefined {
  const lines = head.trimStart().split(/\r?\n/, MAX_LINES);
  const isBox = SEPARATOR.test(lines[0] ?? '');
  if (!hasMailHeader(isBox ? lines.slice(1) : lines)) return undefined;
  return isBox ? 'mbox' : 'message';
}

/** Whether lines are the header of a message. */
function hasMailHeader(lines: readonly string[]): boolean {
  const found = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (line === '') break;
    if (/^[ \t]/.test(line) && index > 0) continue;
    // mboxes that were converted often keep the old separator as a field.
    if (/^>?From /.test(line)) continue;
    if (!FIELD.test(line)) {
      // The last line may be cut off.
      if (index < lines.length - 1) return false;
      continue;
    }
    const name = line.slice(0, line.indexOf(':')).trimEnd().toLowerCase();
    if (OF_MAIL.test(name)) found.add(name);
    if (SURELY_OF_MAIL.test(name)) found.add('surely').add('mail');
  }
  return found.size >= LEAST_OF_MAIL;
}

/** Where the last message begins; 0 when there is one alone. */
export function lastMailBoundary(bytes: Buffer): number {
  for (let at = bytes.lastIndexOf('\nFrom '); at > 0; at = bytes.lastIndexOf('\nFrom ', at - 1)) {
    if (isBoundary(bytes, at + 1)) return at + 1;
  }
  return 0;
}

/** Where the next message begins after `from`; -1: not in these bytes. */
export function nextMailBoundary(bytes: Buffer, from = 0): number {
  for (let at = bytes.indexOf('\nFrom ', from); at !== -1; at = bytes.indexOf('\nFrom ', at + 1)) {
    if (isBoundary(bytes, at + 1)) return at + 1;
  }
  return -1;
}

/** A separator stands below an empty line and above a header: one quoted in a letter seldom does both. */
function isBoundary(bytes: Buffer, start: number): boolean {
  const before = bytes[start - 2] === RETURN ? bytes[start - 3] : bytes[start - 2];
  if (before !== NEWLINE && start > 1) return false;
  const end = bytes.indexOf(NEWLINE, start);
  if (end === -1 || end - start > MAX_SEPARATOR) return false;
  const line = bytes.toString('latin1', start, bytes[end - 1] === RETURN ? end - 1 : end);
  if (!SEPARATOR.test(line)) return false;
  const next = bytes.toString('latin1', end + 1, end + 120).split('\n', 1)[0] ?? '';
  return next === '' ? end + 1 >= bytes.length : FIELD.test(next) || next.startsWith('>From ');
}
