import { main } from './cli.ts';
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
  });
} catch (error) {
  const { message, code, stack } = error as NodeJS.ErrnoException;
  const expected =
    error instanceof StoreError || code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS';
  process.stderr.write(`scrutineer: ${expected ? message : (stack ?? message)}\n`);
  process.exitCode = expected ? 2 : 70;
}
