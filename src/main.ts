import { EXIT, main } from './cli.ts';
import { printable } from './lib/printable.ts';
import { StoreError } from './store/sqlite-store.ts';

// What is written holds people's data: nobody else's to read.
process.umask(0o077);

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    interrupted: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  });
} catch (error) {
  const { code, message, errno, stack } = error as NodeJS.ErrnoException;
  // A full disk, a folder that may not be written: the message says it. Anything else is our fault: the stack helps.
  const expected =
    error instanceof StoreError || errno !== undefined || code === 'ERR_SQLITE_ERROR';
  process.stderr.write(`scrutineer: ${expected ? printable(message) : (stack ?? message)}\n`);
  process.exitCode = expected ? EXIT.usage : EXIT.failure;
}
