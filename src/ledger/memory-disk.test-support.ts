import { dirname } from 'node:path/posix';
import type { Disk } from './disk.ts';

/** Thrown where the power goes. */
export class PowerCut extends Error {}

interface File {
  bytes: Buffer;
  synced: Buffer;
}

/**
 * A disk in memory that can stop after any number of steps, a step being a byte written or a call. Then it comes back as
 * after a crash of the program, or as after a power cut: with names and bytes that were not synced gone.
 */
export class MemoryDisk implements Disk {
  #names = new Map<string, File>();
  #syncedNames = new Map<string, File>();
  steps = 0;
  /** The steps at which calls ended. */
  readonly ends: number[] = [];
  #left: number;

  constructor(left = Infinity) {
    this.#left = left;
  }

  /**
   * The disk as it is after a crash. A power cut takes names and bytes that were not synced, or (`names kept`) bytes
   * alone; `half` tells which part of the bytes it leaves: 0 none, 1 all.
   */
  after(crash: 'program' | 'power' | 'power, names kept', half = 0): MemoryDisk {
    const disk = new MemoryDisk();
    const names = crash === 'power' ? this.#syncedNames : this.#names;
    for (const [path, { bytes, synced }] of names) {
      const kept = synced.length + Math.floor(Math.max(0, bytes.length - synced.length) * half);
      const survived =
        crash === 'program'
          ? bytes
          : bytes.subarray(0, synced.length).equals(synced)
            ? bytes.subarray(0, kept)
            : synced;
      const file = { bytes: Buffer.from(survived), synced: Buffer.from(survived) };
      disk.#names.set(path, file);
      disk.#syncedNames.set(path, file);
    }
    return disk;
  }

  /** A disk like this one that stops after so many steps. */
  limited(left: number): MemoryDisk {
    const disk = this.after('program');
    disk.#left = left;
    return disk;
  }

  files(): ReadonlyMap<string, Buffer> {
    return new Map([...this.#names].map(([path, { bytes }]) => [path, bytes]));
  }

  read(path: string): Buffer | undefined {
    const file = this.#names.get(path);
    return file === undefined ? undefined : Buffer.from(file.bytes);
  }

  write(path: string, bytes: Uint8Array): void {
    this.#step(1);
    const file = this.#names.get(path) ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
    file.bytes = Buffer.alloc(0);
    this.#names.set(path, file);
    this.#add(file, bytes);
  }

  append(path: string, bytes: Uint8Array): void {
    const file = this.#names.get(path);
    if (file === undefined) throw new Error(`no file ${path}`);
    this.#add(file, bytes);
  }

  truncate(path: string, length: number): void {
    this.#step(1);
    const file = this.#names.get(path);
    if (file !== undefined) file.bytes = file.bytes.subarray(0, length);
  }

  rename(from: string, to: string): void {
    this.#step(1);
    const file = this.#names.get(from);
    if (file === undefined) throw new Error(`no file ${from}`);
    this.#names.delete(from);
    this.#names.set(to, file);
  }

  removeFolder(path: string): void {
    this.#step(1);
    for (const name of new Set(this.#names.keys()))
      if (name.startsWith(`${path}/`)) this.#names.delete(name);
  }

  makeFolder(): void {
    this.#step(1);
  }

  sync(path: string): void {
    this.#step(1);
    const file = this.#names.get(path);
    if (file !== undefined) file.synced = file.bytes;
  }

  syncFolder(path: string): void {
    this.#step(1);
    const inside = (name: string): boolean => dirname(name) === path;
    for (const name of new Set(this.#syncedNames.keys()))
      if (inside(name) && !this.#names.has(name)) this.#syncedNames.delete(name);
    for (const [name, file] of this.#names) if (inside(name)) this.#syncedNames.set(name, file);
  }

  #add(file: File, bytes: Uint8Array): void {
    const written = Math.min(bytes.length, this.#left);
    file.bytes = Buffer.concat([file.bytes, bytes.subarray(0, written)]);
    this.#step(bytes.length);
  }

  #step(count: number): void {
    this.steps += count;
    this.ends.push(this.steps);
    this.#left -= count;
    if (this.#left < 0) {
      this.#left = 0;
      throw new PowerCut();
    }
  }
}
