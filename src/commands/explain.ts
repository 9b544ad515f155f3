import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { createDesk } from '../decisions/create-desk.ts';
import { counterfactuals } from '../decisions/counterfactual.ts';
import type { Post } from '../events/post.ts';
import { AUTHOR_ROLES } from '../events/post.ts';
import type { JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import { parseTime } from '../lib/time.ts';
import { loadDesk } from '../load-desk.ts';
import { loadPacks } from '../packs.ts';
import { painter } from '../report/style.ts';
import { POST_SOURCES } from '../sources/posts.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { listOption, stringOption, UsageError } from './command.ts';
import { explanationText } from './explain-text.ts';
import { jsonText } from './plain.ts';
import { deskOptions, POST_OPTIONS } from './post-options.ts';
import { SHIPPED_POLICY } from './shipped-packs.ts';

const HELP = `Usage: scrutineer explain TEXT|FILE|- [options]

Decides on one post and shows why: what was read, which facts were asked, which
rule and clause it falls under, and the smallest change of a fact or of the text
that would have led to another decision.

  --time TIME          when the post was written (default: now)
  --place PLACE        where its author is, such as US-GA
  --lang CODE          language (default: told from the words)
  --role ROLE          of the author: ${AUTHOR_ROLES.join(', ')}
  --quoted TEXT        the text it quotes
  --reply-to TEXT      the text it answers
  --packs DIR          policy (repeatable; default: packs/posts/civic)
  --facts FILE         facts (repeatable; default: the shipped ones)
  --gazetteer FILE     names of candidates and parties (repeatable)
  --outlets FILE       who can call a race
  --as-of TIME         decide by what is known then
  --json               the same as JSON

A file that holds one post as JSON is read as one, any other file as a text.
`;

export const explainCommand: Command = {
  name: 'explain',
  usage: 'explain TEXT|FILE|-',
  purpose: 'decide on one post, show why and what would change it',
  help: HELP,
  options: {
    time: { type: 'string' },
    place: { type: 'string' },
    lang: { type: 'string' },
    role: { type: 'string' },
    quoted: { type: 'string' },
    'reply-to': { type: 'string' },
    packs: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    ...POST_OPTIONS,
  },
  run,
};

async function run(
  values: OptionValues,
  positionals: readonly string[],
  io: CommandIo,
): Promise<number> {
  const [given] = positionals;
  if (given === undefined || positionals.length > 1)
    throw new UsageError('what? Give one text (in quotation marks), one file, or -');
  const policies = listOption(values, 'packs');
  const packs = await loadPacks(policies.length > 0 ? policies : [SHIPPED_POLICY]);
  if (!packs.ok) throw new UsageError(packs.error);
  const init = await loadDesk(packs.value.rules, await deskOptions(values, io));
  if (!init.ok) throw new UsageError(init.error);
  if (init.value.rules.length === 0)
    throw new UsageError('the packs given hold no rule over claims of posts');
  const post = postOf(await textOf(given, io), values, io);
  const desk = createDesk(init.value);
  const examined = desk.examine(post);
  const changes = counterfactuals(desk, examined, post.time);
  if (values['json'] === true) {
    const { decision, passedOver, records } = examined;
    const claims = records.map(({ fields }) => fields);
    io.stdout.write(`${jsonText({ decision, claims, passed_over: passedOver, changes })}\n`);
    return 0;
  }
  const facts = new Map(init.value.facts.map((fact) => [fact.id, fact]));
  io.stdout.write(explanationText(examined, changes, facts, painter(io.stdout)));
  return 0;
}

async function textOf(given: string, io: CommandIo): Promise<string> {
  if (given === '-') return readAll(io.stdin);
  // A text is hardly ever also the name of a file; a long one cannot be.
  const file =
    given.length > 255 ? undefined : await readFile(given, 'utf8').catch(() => undefined);
  return file ?? given;
}

/** A post as some source writes it, or a bare text; options count where the record says nothing. */
function postOf(text: string, values: OptionValues, io: CommandIo): Post {
  const record = jsonOf(text);
  const source = record && POST_SOURCES.find((each) => each.recognise(record));
  const reading = record && source?.read(record);
  if (reading?.ok === false) throw new UsageError(`the post cannot be read: ${reading.reason}`);
  const made = reading?.posts[0];
  const role = stringOption(values, 'role');
  if (role !== undefined && !AUTHOR_ROLES.some((known) => known === role))
    throw new UsageError(`--role takes one of ${AUTHOR_ROLES.join(', ')}; not "${role}"`);
  const time = timeOption(values, 'time') ?? made?.time ?? io.now();
  const given = POST_SOURCES.at(-1)?.read({
    id: 'text',
    text,
    author: { role: role ?? null },
    lang: stringOption(values, 'lang') ?? null,
    place: stringOption(values, 'place') ?? null,
    context: {
      quoted_text: stringOption(values, 'quoted') ?? null,
      reply_to_text: stringOption(values, 'reply-to') ?? null,
    },
  });
  const bare = given?.ok === true ? given.posts[0] : undefined;
  const post = made ?? bare;
  if (post === undefined) throw new UsageError('there is no post in it');
  return { ...post, time };
}

function jsonOf(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function timeOption(values: OptionValues, name: string): number | undefined {
  const text = stringOption(values, name);
  if (text === undefined) return undefined;
  const time = parseTime(text.length === 10 ? `${text}T12:00:00Z` : text);
  if (time === undefined)
    throw new UsageError(
      `--${name} takes a day or a time, such as 2020-11-05T18:00Z; not "${text}"`,
    );
  return time;
}
