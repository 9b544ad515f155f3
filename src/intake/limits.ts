/** Named limits of everything read from outside; SECURITY.md lists them. */

/** Longest record in bytes. A longer one is rejected as a whole and reading goes on at the next record. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** The same of a mail message: servers take some 35 to 150 MB, most of it attachments. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Bytes handed to a thread at a time. Large enough to hide the hand-over, small enough to keep memory flat. */
export const CHUNK_BYTES = 256 * 1024;

/** Bytes read from a file at a time. */
export const READ_BYTES = 256 * 1024;

/** What is looked at to tell the format of a file. */
export const HEAD_BYTES = 256 * 1024;

/** Characters of a rejected record kept as its excerpt. */
export const EXCERPT_CHARS = 200;

/** Deepest folder nesting that is followed. */
export const MAX_FOLDER_DEPTH = 32;
