import { assert } from '../lib/assert.ts';
import { chosenAction } from './action.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { appendCommand } from './ledger-append.ts';
import { checkProofCommand } from './ledger-check-proof.ts';
import { cosignCommand } from './ledger-cosign.ts';
import { initCommand } from './ledger-init.ts';
import { proveCommand } from './ledger-prove.ts';
import { rotateCommand } from './ledger-rotate.ts';
import { serveCommand } from './ledger-serve.ts';
import { verifyCommand } from './ledger-verify.ts';

const HELP = `Usage: scrutineer ledger init LEDGER --origin NAME [--ml-dsa] [--json]
       scrutineer ledger append LEDGER [FILE|-] [--json]
       scrutineer ledger verify LEDGER|FOLDER [--key KEY] [--witness KEY]
                         [--quorum N] [--policy FILE] [--older CHECKPOINT] [--json]
       scrutineer ledger prove LEDGER INDEX | --file FILE | --since SIZE
                         [--out FILE] [--json]
       scrutineer ledger check-proof PROOF --key KEY [--file FILE] [--witness KEY]
                         [--quorum N] [--policy FILE] [--json]
       scrutineer ledger cosign LEDGER [FILE|-] --witness KEY [--json]
       scrutineer ledger rotate LEDGER [--retire ID] [--ml-dsa] [--json]
       scrutineer ledger serve-dir LEDGER|FOLDER [--port N] [--host ADDRESS]

A log of what was decided and done that only grows, and that others can check
without trusting who keeps it (C2SP tlog-tiles). LEDGER/public is plain files
for any host. docs/ledger.md says what entries hold; never a person's name.

  init         makes an empty ledger and its keys
  append       adds entries, JSON one per line; they are on disk when it ends
  verify       checks every byte, offline; says which file and entry is wrong
  prove        writes a proof (.tlog-proof) that an entry is in the ledger; with
               --since what a witness asks for
  check-proof  checks such a proof, with nothing but a key
  cosign       adds a witness's signature lines to the checkpoint
  rotate       adds a key that signs beside the old one; --retire ends one
  serve-dir    serves the public folder on this machine

  --origin NAME   the log's name: where it is served, "ledger.example.org"
  --ml-dsa        with a key of ML-DSA-44 as well, for after quantum computers
  --key KEY       the log's public key, or a file of keys (repeatable); verify
                  without it takes the ledger's own word for it
  --witness KEY   a witness's public key, or a file of keys (repeatable)
  --quorum N      witnesses needed (default: all that are given)
  --policy FILE   logs, witnesses and quorum (C2SP tlog-policy)
  --older FILE    a checkpoint kept from before, which must be continued
  --file FILE     prove: the entry that logs this file (an advisory);
                  check-proof: the file the proof is about
  --since SIZE    prove: from the tree a witness saw last
  --out FILE      prove: write there (default with --file: FILE.tlog-proof)
  --port N        serve-dir: default 8340; 0 takes any
  --host ADDRESS  serve-dir: default 127.0.0.1

Exit status: 0 it holds, or is done; 1 it does not hold, or entries were
refused; 2 bad usage, or nothing to read; 3 another program is writing.
`;

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const FLAG = { type: 'boolean' } as const;

const TRUST = ['key', 'witness', 'quorum', 'policy'];

type Action = (
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
) => Promise<number>;

const ACTIONS: Readonly<
  Record<string, { readonly run: Action; readonly options: readonly string[] }>
> = {
  init: { run: initCommand, options: ['origin', 'ml-dsa', 'json'] },
  append: { run: appendCommand, options: ['json'] },
  verify: { run: verifyCommand, options: [...TRUST, 'older', 'json'] },
  prove: { run: proveCommand, options: ['file', 'since', 'out', 'json'] },
  'check-proof': { run: checkProofCommand, options: [...TRUST, 'file', 'json'] },
  cosign: { run: cosignCommand, options: ['witness', 'json'] },
  rotate: { run: rotateCommand, options: ['retire', 'ml-dsa', 'json'] },
  'serve-dir': { run: serveCommand, options: ['port', 'host'] },
};

export const ledgerCommand: Command = {
  name: 'ledger',
  usage: 'ledger ACTION',
  purpose: 'keep a record of decisions that outsiders can verify',
  help: HELP,
  options: {
    origin: TEXT,
    'ml-dsa': FLAG,
    key: TEXTS,
    witness: TEXTS,
    quorum: TEXT,
    policy: TEXT,
    older: TEXT,
    file: TEXT,
    since: TEXT,
    out: TEXT,
    retire: TEXT,
    port: TEXT,
    host: TEXT,
    json: FLAG,
  },
  run,
};

async function run(
  values: OptionValues,
  [name, ...rest]: readonly string[],
  io: CommandIo,
): Promise<number> {
  const options = Object.fromEntries(
    Object.entries(ACTIONS).map(([action, taken]) => [action, taken.options]),
  );
  const action = ACTIONS[chosenAction('ledger', name, options, values)];
  assert(action !== undefined, 'an action that was chosen is there');
  return action.run(rest, values, io);
}
