import { fileURLToPath } from 'node:url';

/** Folders of the rules that come with the program. */
export const SHIPPED_PACKS: readonly string[] = [
  fileURLToPath(new URL('../../packs/accounts', import.meta.url)),
];

/** Folder of the policy that posts are held against unless another one is given. */
export const SHIPPED_POLICY = fileURLToPath(new URL('../../packs/posts/civic', import.meta.url));

/** Folder of the languages texts are read in. */
export const SHIPPED_READING = fileURLToPath(new URL('../../packs/reading', import.meta.url));
