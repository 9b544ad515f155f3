import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publicFolder } from '../ledger/public-folder.ts';
import { ledgerHandler } from '../ledger/serve.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, stringOption, UsageError } from './command.ts';
import { folderOf, LEDGER_EXIT } from './ledger-failure.ts';

const DEFAULT_PORT = 8340;

/** Serves the public files of a ledger until it is interrupted. Resolves to the exit status. */
export async function serveCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder } = folderOf('serve-dir', positionals, 0);
  const found = publicFolder(folder);
  if (found === undefined) throw new UsageError(`there is no ledger in ${folder}`);
  const port = countOption(values, 'port', 0) ?? DEFAULT_PORT;
  const host = stringOption(values, 'host') ?? '127.0.0.1';
  const server = createServer(ledgerHandler(found));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, port: taken } = server.address() as AddressInfo;
  const shown = address.includes(':') ? `[${address}]` : address;
  io.stdout.write(`${found} is at http://${shown}:${taken}/checkpoint; Ctrl-C ends it\n`);
  await io.interrupted();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return LEDGER_EXIT.holds;
}
