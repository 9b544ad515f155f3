const JOURNAL = 'write it with journalctl -o json, or -o short-iso';

/** Content we know and do not read as a log, by how it begins, and what to do about it. */
const KNOWN_OTHERS: readonly {
  readonly looks: RegExp;
  readonly advice: string;
  /** Says nothing of a file with a header. */
  readonly unlessCsv?: boolean;
}[] = [
  {
    looks: /^\s*(?:Record \d+\s*)?<(?:\?xml|Events?\b)/,
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
    advice:
      'looks like mail, but its header is not whole: give the message as its server stored it',
  },
  {
    looks: /^(?:data: \{".*)?__REALTIME_TIMESTAMP\b/m,
    advice: `looks like the systemd journal in a form for machines: ${JOURNAL}`,
  },
  {
    looks:
      /^(?:\w{3} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Z]{2,5}|\d{10}\.\d{6}) \S+ \S+: /m,
    advice: `looks like the systemd journal with times we do not read: ${JOURNAL}`,
  },
  {
    looks: /^\s*\{\s*"(?:error|errorCode)"\s*:/,
    advice: 'looks like the error that an API gave instead of records: its message says why',
  },
  {
    looks: /^(?:\uFEFF)?(?:Keywords|Level),Date and Time,Source,Event ID/,
    advice:
      'looks like the CSV of the Event Viewer, which leaves out what matters: export JSON (EvtxECmd --json, evtx_dump -o jsonl)',
  },
  {
    looks: /^\s*\{\s*"tables"\s*:\s*\[/,
    advice:
      'looks like an answer of the Log Analytics API, which keeps columns and rows apart: use az monitor log-analytics query -o json, or export CSV',
  },
  {
    // Names and values as in JSON, but neither a list nor an object begins the file.
    looks: /^(?!\s*[[{])(?:[^]{0,2000}?"[\w.@ -]{1,80}"\s*:\s*["[{\dtfn]){3}/,
    advice:
      'looks like JSON without its beginning, as a cut-off file has it: give the whole file, or one with a record per line',
    unlessCsv: true,
  },
  {
    looks: /^(?!\s*[[{])[^\n]{0,20000}\n(?:(?:[^\n,;\t]{0,400}[,;\t]){5}[^\n]{0,20000}\n){2}/,
    advice: 'looks like CSV without the line that names its columns: give the whole file',
    unlessCsv: true,
  },
  { looks: /^\s*<(?:!doctype|html|head|body)/i, advice: 'looks like a web page, not a log' },
  {
    looks: /^(?:#{1,6} |-{3}\r?$|\|.*\|\r?$)/m,
    advice: 'looks like a Markdown or YAML text, not a log',
  },
];

/** Characters of the beginning that are looked at. */
const BEGINNING = 16_384;

/** Advice for a file none of whose first records is known, from its first text. */
export function adviceFor(head: string, isCsv = false): string | undefined {
  const beginning = head.slice(0, BEGINNING);
  const control = /[\0-\x08\x0e-\x1a]/.test(beginning); // eslint-disable-line no-control-regex
  if (control) return 'looks like a binary file, not a log';
  return KNOWN_OTHERS.find(
    ({ looks, unlessCsv }) => !(isCsv && unlessCsv === true) && looks.test(beginning),
  )?.advice;
}
