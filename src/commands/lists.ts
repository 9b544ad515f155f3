import { readFile } from 'node:fs/promises';
import { parseNetworkList } from '../enrich/network-list.ts';
import { UsageError } from './command.ts';

/** The text of lists of networks the user brings, each checked. */
export async function readLists(files: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
      if (typeof text !== 'string')
        throw new UsageError(`${file}: cannot be read (${text.code ?? text.message})`);
      const { invalid } = parseNetworkList(text);
      const [first] = invalid;
      if (first !== undefined) {
        throw new UsageError(
          `${file}:${first.line}: "${first.text}" is no address or network (192.0.2.0/24, 2001:db8::/32)`,
        );
      }
      return text;
    }),
  );
}
