import { casesSchema, ruleSchema } from '../rules/json-schema.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { UsageError } from './command.ts';
import { jsonText } from './plain.ts';
import { checkCommand } from './rules-check.ts';
import { explainCommand } from './rules-explain.ts';
import { listCommand } from './rules-list.ts';
import { newCommand } from './rules-new.ts';
import { testCommand } from './rules-test.ts';

const HELP = `Usage: scrutineer rules check [PATH…] [--json]
       scrutineer rules list [PATH…] [--all] [--json]
       scrutineer rules test [PATH…] [--json]
       scrutineer rules explain RULE EVENTFILE [options]
       scrutineer rules new FILE
       scrutineer rules schema [--cases]

Tools for people who write rules. PATH is a rule file or a folder of them
(default: the rules shipped with Scrutineer); what a single file refers to is
looked for beside it.

  check    what is wrong or doubtful, as file:line:column, in rules and cases
  list     level, title, techniques and log source; --all shows also rules that
           raise no finding themselves because only correlations use them
  test     runs the cases in x.cases.yml beside x.yml as a scan would
  explain  why a rule did or did not match: every part of its condition with
           what the event has there; for a correlation, which events its rules
           match and what it groups and counts by
  new      writes a first rule and its cases, with comments, to build on
  schema   the JSON Schema of rules (--cases: of cases) for your editor

RULE is an id, name, title or file; EVENTFILE a log of any kind scan reads, or
- for standard input.

  --packs DIR         further rules among which RULE is looked for (repeatable)
  --event N           only the Nth event, in order of time
  --anonymisers FILE  as for scan (repeatable)
  --trusted FILE      as for scan (repeatable)
  --organisation NAME as for scan
  --as KIND           read EVENTFILE as this kind of log
  --json              print the result as JSON

Exit status: 0 all is well (explain: the rule found something); 1 errors, failed
cases (explain: it found nothing); 2 bad usage.
`;

export const rulesCommand: Command = {
  name: 'rules',
  usage: 'rules ACTION',
  purpose: 'check, list, test and explain rules, and start new ones',
  help: HELP,
  options: {
    cases: { type: 'boolean' },
    all: { type: 'boolean' },
    packs: { type: 'string', multiple: true },
    event: { type: 'string' },
    anonymisers: { type: 'string', multiple: true },
    trusted: { type: 'string', multiple: true },
    organisation: { type: 'string' },
    as: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
};

/** Options that belong to some actions only; `json` belongs to all that report. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  check: ['json'],
  list: ['json', 'all'],
  test: ['json'],
  explain: ['json', 'packs', 'event', 'anonymisers', 'trusted', 'organisation', 'as'],
  new: [],
  schema: ['cases'],
};

async function run(
  values: OptionValues,
  [action, ...rest]: readonly string[],
  io: CommandIo,
): Promise<number> {
  const allowed =
    action !== undefined && Object.hasOwn(OPTIONS, action) ? OPTIONS[action] : undefined;
  if (allowed === undefined) {
    const given = action === undefined ? '' : `, not "${action}"`;
    throw new UsageError(`say what to do: ${Object.keys(OPTIONS).join(', ')}${given}`);
  }
  const stray = Object.keys(values).find((name) => !allowed.includes(name));
  if (stray !== undefined) throw new UsageError(`"rules ${action}" takes no --${stray}`);
  const json = values['json'] === true;
  switch (action) {
    case 'check':
      return checkCommand(rest, json, io);
    case 'list':
      return listCommand(rest, { all: values['all'] === true, json }, io);
    case 'test':
      return testCommand(rest, json, io);
    case 'explain':
      return explainCommand(rest, values, io);
    case 'schema':
      io.stdout.write(`${jsonText(values['cases'] === true ? casesSchema() : ruleSchema())}\n`);
      return 0;
    default:
      return newCommand(rest, io);
  }
}
