/**
 * What a ledger's writer asks of a disk. Paths are relative to the ledger, with `/`. What is not synced may be lost, or
 * come half, in a power cut; what was written may be cut off anywhere by a crash.
 */
export interface Disk {
  /** The bytes of a file, or undefined when there is none. */
  read(path: string): Buffer | undefined;
  /** Makes a file of these bytes, or replaces what it holds. */
  write(path: string, bytes: Uint8Array): void;
  /** Adds to the end of a file. */
  append(path: string, bytes: Uint8Array): void;
  truncate(path: string, length: number): void;
  rename(from: string, to: string): void;
  /** Removes a folder and the files in it, if it is there. */
  removeFolder(path: string): void;
  makeFolder(path: string): void;
  /** Returns when the bytes of a file are on disk. */
  sync(path: string): void;
  /** Returns when the names in a folder are on disk. */
  syncFolder(path: string): void;
}
