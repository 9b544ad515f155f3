import { parseArgs } from 'node:util';
import type { CommandIo } from './commands/command.ts';
import { COMMANDS } from './commands/all.ts';
import { printable } from './lib/printable.ts';
import { VERSION } from './report/version.ts';

/** Exit statuses: scripts depend on them. */
export const EXIT = { ok: 0, found: 1, usage: 2, failure: 70 } as const;

/** The command table. Resolves to the exit status. */
export async function main(argv: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${VERSION}\n`);
    return EXIT.ok;
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.stdout.write(overview());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    io.stderr.write(`scrutineer: there is no command "${printable(name)}".\n\n${overview()}`);
    return EXIT.usage;
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
    if (values['help'] === true) {
      io.stdout.write(command.help);
      return EXIT.ok;
    }
    return await command.run(values, positionals, io);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    io.stderr.write(
      `scrutineer ${name}: ${printable(error.message)}\nTry: scrutineer ${name} --help\n`,
    );
    return EXIT.usage;
  }
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ usage }) => usage.length));
  const lines = COMMANDS.map(({ usage, purpose }) => `  ${usage.padEnd(width)}  ${purpose}`);
  return `Scrutineer ${VERSION}: the election-integrity desk a small team runs itself.\n\n${lines.join('\n')}\n\nMore about a command: scrutineer COMMAND --help\n`;
}

function isUsageError(error: unknown): error is Error {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    error instanceof Error && (code.startsWith('ERR_PARSE_ARGS') || error.name === 'UsageError')
  );
}
