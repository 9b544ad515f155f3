import { factSchema } from '../facts/schema.ts';
import { chosenAction } from './action.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { listOption, stringOption } from './command.ts';
import { addCommand } from './facts-add.ts';
import { checkFactsCommand } from './facts-check.ts';
import { importCommand } from './facts-import.ts';
import { loadQuorum, SHIPPED_FACTS } from './facts-load.ts';
import { showCommand } from './facts-show.ts';
import { jsonText } from './plain.ts';

const HELP = `Usage: scrutineer facts show [JURISDICTION] [--kind KIND] [--race RACE]
                       [--as-of TIME] [--known-at TIME] [--facts PATH] [--json]
       scrutineer facts import PATH… --into FILE [--json]
       scrutineer facts add --kind KIND --jurisdiction PLACE --into FILE [options]
       scrutineer facts check PATH… [--json]
       scrutineer facts schema

Facts about elections, each with a source, the time it holds and the time it
is known. Files of facts: NDJSON, JSON, YAML, CSV; election results reports
(NIST SP 1500-100, XML or JSON); feeds of the Voting Information Project
(5.x and 6.0: XML, a zip or a folder of tables). docs/facts.md says more.

  show     what held, and who says so; conflicts are marked with !
  import   adds the facts in files to a ledger: NDJSON that only grows
  add      adds one fact; prints its id
  check    what is wrong or doubtful, as file:line
  schema   the JSON Schema of facts for your editor

JURISDICTION is a code (US, US-GA, US-GA-Fulton) or a name ("Georgia").

  --as-of TIME      what held then (default: now)
  --known-at TIME   by what was known then (default: now)
  --kind KIND       only facts of this kind
  --race RACE       only this race: "US-GA president 2020"
  --facts PATH      show: a file or folder of facts (repeatable; default: those
                    shipped with Scrutineer)
  --outlets FILE    who can call a race, instead of the list shipped
  --into FILE       the ledger facts are added to
  --json            print the result as JSON

Of the fact to add: --id, --race, --value SENTENCE, --from, --until, --known-at
(default: now), --data JSON or --set KEY=VALUE (repeatable), --source URL,
--source-name NAME, --corrects ID, --retracts ID (repeatable).

Exit status: 0 all is well; 1 nothing is held (show), records were rejected
(import), errors (add, check); 2 bad usage.
`;

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const FLAG = { type: 'boolean' } as const;

/** Options of each action. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  show: ['as-of', 'known-at', 'kind', 'race', 'facts', 'outlets', 'json'],
  import: ['into', 'json'],
  add: [
    'into',
    'id',
    'kind',
    'jurisdiction',
    'race',
    'value',
    'from',
    'until',
    'known-at',
    'data',
    'set',
    'source',
    'source-name',
    'corrects',
    'retracts',
  ],
  check: ['outlets', 'json'],
  schema: [],
};

export const factsCommand: Command = {
  name: 'facts',
  usage: 'facts ACTION',
  purpose: 'keep and ask the facts of an election, as of any time',
  help: HELP,
  options: {
    'as-of': TEXT,
    'known-at': TEXT,
    kind: TEXT,
    race: TEXT,
    facts: TEXTS,
    outlets: TEXT,
    json: FLAG,
    into: TEXT,
    id: TEXT,
    jurisdiction: TEXT,
    value: TEXT,
    from: TEXT,
    until: TEXT,
    data: TEXT,
    set: TEXTS,
    source: TEXT,
    'source-name': TEXT,
    corrects: TEXTS,
    retracts: TEXTS,
  },
  run,
};

async function run(
  values: OptionValues,
  [name, ...rest]: readonly string[],
  io: CommandIo,
): Promise<number> {
  const action = chosenAction('facts', name, OPTIONS, values);
  const json = values['json'] === true;
  switch (action) {
    case 'show': {
      const given = listOption(values, 'facts');
      const facts = given.length > 0 ? given : [SHIPPED_FACTS];
      const quorum = await loadQuorum(stringOption(values, 'outlets'));
      return showCommand(rest, values, { facts, quorum }, io);
    }
    case 'import':
      return importCommand(rest, { into: stringOption(values, 'into'), json }, io);
    case 'add':
      return addCommand(rest, values, io);
    case 'check':
      return checkFactsCommand(
        rest,
        { json, quorum: await loadQuorum(stringOption(values, 'outlets')) },
        io,
      );
    default:
      io.stdout.write(`${jsonText(factSchema())}\n`);
      return 0;
  }
}
