import { DamageList } from './damage.ts';
import { readEntry, referenceProblems } from './entry.ts';
import type { EntryKind } from './entry-kinds.ts';
import { ENTRY_KINDS } from './entry-kinds.ts';
import { TILE, tilePath } from './tile-path.ts';

const KINDS = Object.keys(ENTRY_KINDS) as readonly EntryKind[];

/** Checks that entries are of a kind, canonical, and point to earlier ones of the right kind. A byte of memory each. */
export class EntryCheck {
  readonly #damages: DamageList;
  readonly #counts = new Map<EntryKind, number>();
  /** Number of the kind of each entry, from 1; 0 where it is not known. */
  readonly #kinds: Uint8Array;
  readonly #size: number;

  constructor(size: number, damages = new DamageList()) {
    this.#size = size;
    this.#damages = damages;
    this.#kinds = new Uint8Array(size);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(KINDS.map((kind) => [kind, this.#counts.get(kind) ?? 0]));
  }

  check(bytes: Buffer, index: number): void {
    const entry = readEntry(bytes);
    if (!entry.ok) return this.#report(index, entry.error);
    const { kind } = entry.value;
    this.#kinds[index] = KINDS.indexOf(kind) + 1;
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (entry.value.references.length === 0) return;
    const kindAt = (at: number): string | undefined => KINDS[(this.#kinds[at] ?? 0) - 1];
    this.#report(index, referenceProblems(entry.value, index, kindAt));
  }

  #report(index: number, problems: readonly string[]): void {
    if (problems.length === 0) return;
    const tile = Math.floor(index / TILE);
    const width = Math.min(TILE, this.#size - tile * TILE);
    const file = tilePath({ level: 'entries', index: tile, width });
    const message = `entry ${index} was logged as it is, and should not have been: ${problems.join('; ')}`;
    this.#damages.add({ file, level: 'entries', tile, entry: index, message });
  }
}
