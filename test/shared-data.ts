import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../shared/data/', import.meta.url));

/**
 * Path of a development data set that is not shipped with the project, or undefined when this machine has none.
 * Use with `describe.skipIf(path === undefined)`.
 */
export function sharedData(path: string): string | undefined {
  const full = ROOT + path;
  if (existsSync(full)) return full;
  console.info(`skipped: ${path} is not beside this checkout (../shared/data)`);
  return undefined;
}
