/** Named limits of what is imported. */

/** Bytes of a file that is read as a whole: JSON, NDJSON, YAML, CSV, and what is inside a zip. XML is read as a stream. */
export const MAX_WHOLE_FILE = 256 * 1024 * 1024;

/** Characters of a YAML file: its parser builds a tree. */
export const MAX_YAML = 32 * 1024 * 1024;

/** Records of one file. */
export const MAX_RECORDS = 1_000_000;

/** How deep values or elements may be nested. */
export const MAX_DEPTH = 64;

/** Elements of one record of an XML file, such as a contest with its counts per precinct. */
export const MAX_NODES = 2_000_000;

/** Characters of one text in an XML file. */
export const MAX_XML_TEXT = 1024 * 1024;

/** Characters of a rejected record kept as its excerpt. */
export const EXCERPT = 200;

/** Files in a zip. */
export const MAX_ZIP_ENTRIES = 1000;

/** Polling places listed in one fact; of more only the number is kept. */
export const MAX_PLACES = 500;
