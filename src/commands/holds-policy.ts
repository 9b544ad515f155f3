import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** As a rule over claims names its log source; such rules are few, so that parsing all there are would be waste. */
const OVER_CLAIMS = /category:\s*['"]?claim\b/;

/** Whether some rule below the paths is over claims. What cannot be read is told of where it is loaded. */
export async function holdsPolicy(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      const text = await readFile(file, 'utf8').catch(() => '');
      if (OVER_CLAIMS.test(text)) return true;
    }
  }
  return false;
}

async function filesOf(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return [];
  if (info.isFile()) return [path];
  const names = await readdir(path, { recursive: true }).catch(() => []);
  return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(path, name));
}
