import { Readable, Writable } from 'node:stream';
import { main } from '../src/cli.ts';
import type { CommandIo } from '../src/commands/command.ts';

/** Runs a command in this process, where starting one would take longer than the command. */
export async function runHere(args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) =>
    new Writable({
      decodeStrings: false,
      write(text: string, _, done) {
        written[name] += text;
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const io: CommandIo = {
    stdin: Readable.from([]),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    now: () => Date.UTC(2026, 0, 1),
    interrupted: () => new Promise(() => undefined),
  };
  const status = await main(args, io);
  return { status, ...written };
}
