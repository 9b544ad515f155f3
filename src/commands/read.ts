import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { printable } from '../lib/printable.ts';
import { createReader, MAX_TEXT } from '../reading/create-reader.ts';
import { loadLanguagePacks } from '../reading/load-packs.ts';
import type { Claim, Reading } from '../reading/reading.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { listOption, stringOption, UsageError } from './command.ts';
import { jsonText } from './plain.ts';
import { readGazetteers } from './read-gazetteers.ts';
import { SHIPPED_READING } from './shipped-packs.ts';

/** Characters of one shown sentence part around a claim. */
const MAX_SHOWN = 76;

const HELP = `Usage: scrutineer read TEXT|-|FILE [options]

Shows what a text says: each claim underlined, with its topic, proposition,
slots and speech act (assert, deny, report, quote, question,
rhetorical-question, opinion, conditional, prediction, call, satire).
Nothing is checked against facts and nothing is decided.

  --lang CODE          language of the text (default: told from its words)
  --quoted TEXT        the text it quotes
  --reply-to TEXT      the text it answers
  --gazetteer FILE     names of candidates and parties, NDJSON or TSV, repeatable
  --json               the reading as JSON

An argument that names a file is read as one; - is standard input.
What each word means: docs/reading.md
`;

export const readCommand: Command = {
  name: 'read',
  usage: 'read TEXT|-|FILE',
  purpose: 'show what a text claims, and how: asserted, denied, reported, asked',
  help: HELP,
  options: {
    lang: { type: 'string' },
    quoted: { type: 'string' },
    'reply-to': { type: 'string' },
    gazetteer: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  run,
};

async function run(
  values: OptionValues,
  positionals: readonly string[],
  io: CommandIo,
): Promise<number> {
  const [given] = positionals;
  if (given === undefined || positionals.length > 1) {
    throw new UsageError(
      'what? Give one text (in quotation marks), one file, or - for standard input',
    );
  }
  const packs = await loadLanguagePacks(SHIPPED_READING);
  if (!packs.ok) throw new UsageError(`a language pack cannot be used: ${packs.error[0] ?? ''}`);
  const text = await textOf(given, io);
  const gazetteers = await readGazetteers(listOption(values, 'gazetteer'));
  const reading = createReader({ packs: packs.value, gazetteers }).read(text, {
    lang: stringOption(values, 'lang'),
    context: {
      quoted_text: stringOption(values, 'quoted'),
      reply_to_text: stringOption(values, 'reply-to'),
    },
  });
  io.stdout.write(values['json'] === true ? `${jsonText(reading)}\n` : shown(text, reading));
  return 0;
}

async function textOf(given: string, io: CommandIo): Promise<string> {
  if (given === '-') return readAll(io.stdin);
  // A text is hardly ever also the name of a file; a long one cannot be.
  const file =
    given.length > 255 ? undefined : await readFile(given, 'utf8').catch(() => undefined);
  return file ?? given;
}

function shown(text: string, { lang, claims }: Reading): string {
  const note = text.length > MAX_TEXT ? `Only the first ${MAX_TEXT} characters were read.\n` : '';
  if (claims.length === 0) return `${note}No claim about an election.\n`;
  const head = `${claims.length} ${claims.length === 1 ? 'claim' : 'claims'}, language ${lang}\n`;
  return note + head + claims.map((claim) => shownClaim(text, claim)).join('');
}

/** The line the claim stands in, its span underlined, and what was read. */
function shownClaim(text: string, claim: Claim): string {
  const [start, end] = claim.span;
  // From the beginning of a word.
  const cut = Math.max(
    text.lastIndexOf('\n', start - 1) + 1,
    start - Math.max(0, Math.floor((MAX_SHOWN - (end - start)) / 2)),
  );
  const space = text.indexOf(' ', cut);
  const lead = cut > 0 && text[cut - 1] !== '\n' && space >= 0 && space < start ? space + 1 : cut;
  const until = Math.min(text.length, Math.max(end, lead + MAX_SHOWN));
  const before = printable(text.slice(lead, start));
  const said = printable(text.slice(start, end));
  const after = printable(text.slice(end, until).split('\n')[0] ?? '');
  const sign = claim.polarity === 'negative' ? ', negative' : '';
  const slots = Object.entries(claim.slots).map(([slot, value]) => `${slot} ${value}`);
  const cues = claim.evidence
    .filter(({ kind }) => kind !== 'pattern')
    .map(({ id, span }) => `${id} "${text.slice(...span)}"`);
  const rows: readonly (readonly [string, string])[] = [
    ['speech act', `${claim.speech_act}${sign} (confidence ${claim.confidence})`],
    ['claim', `${claim.topic}: ${claim.proposition}`],
    ['slots', slots.join(', ')],
    ['names', claim.entities.map(({ name, kind }) => `${name} (${kind})`).join(', ')],
    [
      'because',
      claim.source === 'text' ? cues.join(', ') : `it answers "${claim.evidence[0]?.id ?? ''}"`,
    ],
  ];
  return [
    '',
    `  ${before}${said}${after}`,
    `  ${' '.repeat(columns(before))}${'^'.repeat(Math.max(1, columns(said)))}`,
    ...rows
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `  ${name.padEnd(11)} ${printable(value)}`),
    '',
  ].join('\n');
}

/** Code points: near enough to columns for an underline. */
function columns(text: string): number {
  return Array.from(text).length;
}
