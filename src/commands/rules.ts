import { casesSchema, ruleSchema } from '../rules/json-schema.ts';
import { pipelineSchema } from '../rules/pipeline/json-schema.ts';
import { chosenAction } from './action.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { listOption, stringOption } from './command.ts';
import { jsonText } from './plain.ts';
import { backtestCommand } from './rules-backtest.ts';
import { PACK_OPTIONS, packOptions } from './pack-options.ts';
import { checkCommand } from './rules-check.ts';
import { docsCommand } from './rules-docs.ts';
import { explainCommand } from './rules-explain.ts';
import { listCommand } from './rules-list.ts';
import { newCommand } from './rules-new.ts';
import { testCommand } from './rules-test.ts';
import { watchCommand } from './rules-test-watch.ts';

const HELP = `Usage: scrutineer rules check [PATH…] [--json]
       scrutineer rules list [PATH…] [--all] [--json]
       scrutineer rules test [PATH…] [--json]
       scrutineer rules test --watch [PATH…]
       scrutineer rules explain RULE EVENTFILE [options]
       scrutineer rules backtest [FILE…] [--packs DIR] [options]
       scrutineer rules docs [PATH…] [--out FILE]
       scrutineer rules new FILE
       scrutineer rules schema [--cases | --pipelines]

Tools for people who write rules. PATH is a rule file or a folder of them
(default: the rules shipped with Scrutineer); what a single file refers to is
looked for beside it.

  check    what is wrong or doubtful, as file:line:column, in rules and cases
  list     level, title, techniques and log source; --all shows also rules that
           raise no finding themselves because only correlations use them
  test     runs the cases in x.cases.yml beside x.yml as a scan would; --watch
           stays and runs those of what changes, until Ctrl-C
  explain  why a rule did or did not match: every part of its condition with
           what the event has there; for a correlation, which events its rules
           match and what it groups and counts by
  backtest what rules would have found in logs, or in the database of earlier
           scans: how often, on which days, whom, from where
  docs     a page of Markdown about a pack, made of its rules
  new      writes a first rule and its cases, with comments, to build on
  schema   the JSON Schema of rules (--cases: of cases; --pipelines: of
           processing pipelines) for your editor

RULE is an id, name, title or file; EVENTFILE a log of any kind scan reads, or
- for standard input.

  --pipeline FILE     processing pipeline for all rules (repeatable)
  --placeholders FILE values of placeholders: a YAML map from name to values
  --packs DIR         explain: further rules among which RULE is looked for;
                      backtest, docs: these rules, not the shipped (repeatable)
  --event N           only the Nth event, in order of time
  --anonymisers FILE  as for scan (repeatable)
  --trusted FILE      as for scan (repeatable)
  --organisation NAME as for scan
  --as KIND           read EVENTFILE or FILE as this kind of log
  --rule RULE         backtest: only this rule, looked at closely (repeatable)
  --since T, --until T  backtest: from, and up to, this day or time (UTC)
  --db FILE           backtest: over what scan --db has stored there
  --threads N         backtest: as for scan
  --out FILE          docs: where to write the page
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
    watch: { type: 'boolean' },
    rule: { type: 'string', multiple: true },
    since: { type: 'string' },
    until: { type: 'string' },
    db: { type: 'string' },
    threads: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    pipelines: { type: 'boolean' },
    ...PACK_OPTIONS,
  },
  run,
};

/** Options that belong to some actions only; `json` belongs to all that report. */
const LOADING = Object.keys(PACK_OPTIONS);

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  check: ['json', ...LOADING],
  list: ['json', 'all', ...LOADING],
  test: ['json', 'watch', ...LOADING],
  explain: [...LOADING, 'json', 'packs', 'event', 'anonymisers', 'trusted', 'organisation', 'as'],
  backtest: [
    ...LOADING,
    'json',
    'packs',
    'rule',
    'since',
    'until',
    'db',
    'threads',
    'anonymisers',
    'trusted',
    'organisation',
    'as',
  ],
  docs: ['packs', 'out', ...LOADING],
  new: [],
  schema: ['cases', 'pipelines'],
};

async function run(
  values: OptionValues,
  [name, ...rest]: readonly string[],
  io: CommandIo,
): Promise<number> {
  const action = chosenAction('rules', name, OPTIONS, values);
  const json = values['json'] === true;
  switch (action) {
    case 'check':
      return checkCommand(rest, json, io, packOptions(values));
    case 'list':
      return listCommand(rest, { all: values['all'] === true, json }, io, packOptions(values));
    case 'test':
      return values['watch'] === true
        ? watchCommand(rest, json, io, packOptions(values))
        : testCommand(rest, json, io, packOptions(values));
    case 'explain':
      return explainCommand(rest, values, io);
    case 'backtest':
      return backtestCommand(rest, values, io);
    case 'docs':
      return docsCommand(
        [...rest, ...listOption(values, 'packs')],
        stringOption(values, 'out'),
        io,
        packOptions(values),
      );
    case 'schema':
      io.stdout.write(`${jsonText(schemaOf(values))}\n`);
      return 0;
    default:
      return newCommand(rest, io);
  }
}

function schemaOf(values: OptionValues): unknown {
  if (values['pipelines'] === true) return pipelineSchema();
  return values['cases'] === true ? casesSchema() : ruleSchema();
}
