import { chosenAction } from './action.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { buildPredictionsCommand } from './predictions-build.ts';
import { suggestCommand } from './predictions-suggest.ts';

const HELP = `Usage: scrutineer predictions build FILE… --out INDEX [--json]
       scrutineer predictions suggest TEXT… --index INDEX [--limit N]
                              [--ways LIST] [--json]

Autocomplete: the queries people ask most, found while they type.

  build    makes an index of lines of query<TAB>count, or of queries alone;
           plain, .gz or .zst, - is standard input
  suggest  the list for each TEXT, as typed so far; a space at its end says
           that the last word is whole

  --out INDEX     the file to write; one that is there is replaced
  --index INDEX   the index to ask
  --limit N       suggestions of a list (default: 10, at most 1000)
  --ways LIST     of prefix,words,typo (default: all): begins with what was
                  typed; has its words in any order, the last one begun; begins
                  so but for one slip of the pen, where nothing else is found
  --json          print the result as JSON

Exit status: 0 all is well; 1 lines were rejected (build); 2 bad usage or
nothing readable. docs/predictions.md says more.
`;

/** Options of each action. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  build: ['out', 'json'],
  suggest: ['index', 'limit', 'ways', 'json'],
};

export const predictionsCommand: Command = {
  name: 'predictions',
  usage: 'predictions ACTION',
  purpose: 'make an index of queries, and complete what is typed',
  help: HELP,
  options: {
    out: { type: 'string' },
    index: { type: 'string' },
    limit: { type: 'string' },
    ways: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
};

function run(
  values: OptionValues,
  [name, ...rest]: readonly string[],
  io: CommandIo,
): Promise<number> {
  const action = chosenAction('predictions', name, OPTIONS, values);
  return action === 'build'
    ? buildPredictionsCommand(rest, values, io)
    : suggestCommand(rest, values, io);
}
