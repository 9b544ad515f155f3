/** What any host can serve, and outsiders verify. */
export const PUBLIC = 'public';

/** What nobody else may read. */
export const PRIVATE = 'private';

export const CHECKPOINT = 'checkpoint';

/** The log's public keys, one a line: for convenience. Who trusts it got it from elsewhere. */
export const PUBLIC_KEYS = 'keys.txt';

export const KEY_FILE = `${PRIVATE}/keys`;
export const SECRET_FILE = `${PRIVATE}/secret`;
export const JOURNAL = `${PRIVATE}/journal`;
export const NEXT_JOURNAL = `${PRIVATE}/journal.next`;
export const LOCK = `${PRIVATE}/lock`;

/** Where a public file is written before it gets its name: nobody ever sees half of one. */
export const NEXT_PUBLIC = `${PRIVATE}/public.next`;
