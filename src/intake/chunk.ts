/** How records are laid out in a file; `message`: the whole file is one. */
export type Framing = 'lines' | 'ndjson' | 'json' | 'csv' | 'mbox' | 'message';

/** A record that could not be cut out or decoded. Offsets count bytes of the decompressed UTF-8 content. */
export interface Broken {
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
}

/** Whole records of one file, handed to a thread at a time. */
export interface Chunk {
  readonly framing: Framing;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset of the first byte in the content. */
  readonly offset: number;
  /** Line of the first byte, 1-based. */
  readonly line: number;
  /** For `json`: start and end of each record within `bytes`, in pairs. */
  readonly ranges?: Uint32Array<ArrayBuffer>;
  /** For `csv`: the delimiter and the header's names. */
  readonly csv?: CsvDialect;
  /** What the cutter itself could not cut out. */
  readonly broken: readonly Broken[];
}

export interface CsvDialect {
  readonly delimiter: ',' | ';' | '\t';
  readonly header: readonly string[];
}

/** Turns content into chunks of whole records; the pieces pushed may be cut anywhere. */
export interface Cutter {
  push(piece: Buffer): Iterable<Chunk>;
  end(): Iterable<Chunk>;
  /** After `end`: false when a list or page was never closed, so that the file may be cut off. */
  complete(): boolean;
}
