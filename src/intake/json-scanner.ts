import { readFileSync } from 'node:fs';
import { assert } from '../lib/assert.ts';
import type { Layout } from './json-layout.ts';
import { layoutOf } from './json-layout.ts';

// TypeScript has these among the types of browsers only.
interface Global {
  readonly value: number;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** What `json-scanner.wasm` offers; its source is `wasm/json-scanner.ts`. Addresses are bytes of `memory`. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Number of members of the object between two addresses; -1: none that it can tell. */
  readonly scan: (start: number, end: number) => number;
  readonly sameKeys: (template: number, count: number) => number;
  readonly STARTS: Global;
  readonly ENDS: Global;
  readonly KEY_STARTS: Global;
  readonly KEY_ENDS: Global;
  readonly MARKS: Global;
  readonly HASH: Global;
  readonly FREE: Global;
  readonly MAX_MEMBERS: Global;
}

/** Bytes for the keys of the layouts known; when they are used up, all layouts are learnt anew. */
const TEMPLATE_BYTES = 256 * 1024;

/** Longer chunks, which hold one enormous record, are left to `JSON.parse`. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Read past the end, never counted. */
const PADDING = 64;

const PAGE = 65_536;

interface Known {
  readonly layout: Layout;
  readonly template: number;
  readonly count: number;
}

/** Bits of `marks`. */
export const HAS_ESCAPES = 1;
export const HAS_WIDE = 2;

/** Where the members of an object stand, by their number. */
export interface Spans {
  /** What the bytes of the chunk are counted from. */
  readonly origin: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** What the texts of a value hold beside plain ASCII. */
  readonly marks: Uint8Array;
}

/** Finds where the members of JSON objects stand, in bytes given to it a chunk at a time. */
export class JsonScanner implements Spans {
  readonly #exports: Exports;
  readonly #templates: number;
  readonly #input: number;
  readonly #max: number;
  #templatesEnd: number;
  #known = new Map<number, Known>();
  #memory = new Uint8Array();
  #hash = new Uint32Array();
  #keyStarts = new Uint32Array();
  #keyEnds = new Uint32Array();
  // Of the object scanned last.
  starts = new Uint32Array();
  ends = new Uint32Array();
  marks = new Uint8Array();

  constructor() {
    this.#exports = new WebAssembly.Instance(compiled(), {}).exports as Exports;
    this.#templates = this.#exports.FREE.value;
    this.#templatesEnd = this.#templates;
    this.#input = this.#templates + TEMPLATE_BYTES;
    this.#max = this.#exports.MAX_MEMBERS.value;
  }

  /** Takes a copy of the bytes that `scan` will be asked about. False: too many. */
  load(bytes: Uint8Array): boolean {
    if (bytes.length > MAX_BYTES) return false;
    const end = this.#input + bytes.length;
    const { memory } = this.#exports;
    const missing = end + PADDING - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    if (this.#memory.buffer !== memory.buffer) this.#view(memory.buffer);
    this.#memory.set(bytes, this.#input);
    this.#memory.fill(0, end, end + PADDING);
    return true;
  }

  /** The keys of the object at these bytes of the chunk; undefined when it is not a plain one. */
  scan(start: number, end: number): Layout | undefined {
    const { scan, sameKeys } = this.#exports;
    const count = scan(this.#input + start, this.#input + end);
    if (count < 0) return undefined;
    const [low = 0, high = 0] = this.#hash;
    const hash = high * 0x1_0000_0000 + low;
    const known = this.#known.get(hash) ?? this.#learn(hash, count);
    // Other keys with the same hash: possible, and not worth a list.
    if (known.count !== count || sameKeys(known.template, count) === 0) return undefined;
    return known.layout.isPlain ? known.layout : undefined;
  }

  get origin(): number {
    return this.#input;
  }

  #learn(hash: number, count: number): Known {
    const keys: string[] = [];
    let at = this.#room(count);
    const template = at;
    for (let index = 0; index < count; index += 1) {
      const start = this.#keyStarts[index] ?? 0;
      const key = this.#memory.subarray(start, this.#keyEnds[index] ?? 0);
      keys.push(Buffer.from(key).toString('latin1'));
      this.#memory[at] = key.length & 0xff;
      this.#memory[at + 1] = key.length >> 8;
      this.#memory.set(key, at + 2);
      at += 2 + key.length;
    }
    this.#templatesEnd = at;
    const known = { layout: layoutOf(keys), template, count };
    this.#known.set(hash, known);
    return known;
  }

  /** Where the keys just scanned can be written. */
  #room(count: number): number {
    let bytes = 2 * count;
    for (let index = 0; index < count; index += 1) {
      bytes += (this.#keyEnds[index] ?? 0) - (this.#keyStarts[index] ?? 0);
    }
    if (this.#templatesEnd + bytes > this.#input) {
      this.#known = new Map();
      this.#templatesEnd = this.#templates;
    }
    assert(this.#templatesEnd + bytes <= this.#input, 'the keys of one record fit');
    return this.#templatesEnd;
  }

  #view(buffer: ArrayBuffer): void {
    const { STARTS, ENDS, KEY_STARTS, KEY_ENDS, MARKS, HASH } = this.#exports;
    const words = ({ value }: Global): Uint32Array<ArrayBuffer> =>
      new Uint32Array(buffer, value, this.#max);
    this.#memory = new Uint8Array(buffer);
    this.#hash = new Uint32Array(buffer, HASH.value, 2);
    this.#keyStarts = words(KEY_STARTS);
    this.#keyEnds = words(KEY_ENDS);
    this.starts = words(STARTS);
    this.ends = words(ENDS);
    this.marks = new Uint8Array(buffer, MARKS.value, this.#max);
  }
}

let cached: object | undefined;

function compiled(): object {
  cached ??= new WebAssembly.Module(readFileSync(new URL('json-scanner.wasm', import.meta.url)));
  return cached;
}
