import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What is measured beside us, in a folder of its own, so that only who runs the benchmark installs it. */
const PEERS = new URL('peers/package.json', import.meta.url);

export function peer(name: string): unknown {
  return createRequire(PEERS)(name);
}

export function isInstalled(name: string): boolean {
  return existsSync(new URL(`node_modules/${name}/package.json`, PEERS));
}
