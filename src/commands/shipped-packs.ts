import { fileURLToPath } from 'node:url';

/** Folders of the rules that come with the program. */
export const SHIPPED_PACKS: readonly string[] = [
  fileURLToPath(new URL('../../packs/accounts', import.meta.url)),
];
