/** Content we know and do not read as a log, by how it begins, and what to do about it. */
const KNOWN_OTHERS: readonly { readonly looks: RegExp; readonly advice: string }[] = [
  {
    looks: /^\s*<(?:\?xml|Events?\b)/,
    advice:
      'looks like XML: export Windows events as JSON (EvtxECmd --json, evtx_dump -o jsonl, Winlogbeat)',
  },
  {
    looks: /^LogName=\w+$/m,
    advice:
      'looks like Windows events as plain text: export them as JSON (EvtxECmd --json, evtx_dump -o jsonl)',
  },
  {
    looks:
      /^(?:Return-Path|Received|Delivered-To|From|X-[\w-]+|Message-ID|MIME-Version|Authentication-Results): /im,
    advice: 'looks like a mail message: mail is not read by this version',
  },
  { looks: /^\s*<(?:!doctype|html|head|body)/i, advice: 'looks like a web page, not a log' },
  {
    looks: /^(?:#{1,6} |-{3}\r?$|\|.*\|\r?$)/m,
    advice: 'looks like a Markdown or YAML text, not a log',
  },
];

/** Advice for a file none of whose first records is known, from its first text. */
export function adviceFor(head: string): string | undefined {
  const control = /[\0-\x08\x0e-\x1a]/.test(head.slice(0, 4096)); // eslint-disable-line no-control-regex
  if (control) return 'looks like a binary file, not a log';
  return KNOWN_OTHERS.find(({ looks }) => looks.test(head.slice(0, 4096)))?.advice;
}
