import type { Json, JsonObject } from '../lib/json.ts';
import type { Members } from '../lib/members.ts';
import type { Layout } from './json-layout.ts';
import { HAS_ESCAPES, HAS_WIDE, JsonScanner } from './json-scanner.ts';

const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const NO_LAYOUT: Layout = { slots: new Map(), isPlain: false };

/** Nested values kept, and characters of one: devices, places and results come again and again; long lists do not. */
const MAX_NESTED = 2048;
const MAX_OBJECT_TEXT = 1024;
const MAX_LIST_TEXT = 64;

/**
 * A JSON object on a line of a chunk, of which only what is asked for becomes values. One object serves all lines, one
 * at a time: what was read from a line must not be asked for after the next one is shown. Values are shared between
 * lines and never changed.
 */
export class JsonLine implements Members {
  readonly #scanner = new JsonScanner();
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #layout = NO_LAYOUT;
  #text: string | undefined;
  #whole: JsonObject | undefined;
  /** By member; those of the line at hand carry its number. */
  readonly #values: (Json | undefined)[] = [];
  readonly #lines: number[] = [];
  #line = 0;
  readonly #nested = new Map<string, Json>();

  /** Takes a chunk. False: it cannot be read this way. */
  load(bytes: Buffer): boolean {
    this.#bytes = bytes;
    return this.#scanner.load(bytes);
  }

  /** Whether these bytes of the chunk are a plain JSON object, which this now is. */
  show(start: number, end: number): boolean {
    const layout = this.#scanner.scan(start, end);
    if (layout === undefined) return false;
    this.#layout = layout;
    this.#start = start;
    this.#end = end;
    this.#text = undefined;
    this.#whole = undefined;
    this.#line += 1;
    return true;
  }

  has(name: string): boolean {
    return this.#layout.slots.has(name);
  }

  get(name: string): Json | undefined {
    const slot = this.#layout.slots.get(name);
    if (slot === undefined) return undefined;
    if (this.#lines[slot] !== this.#line) {
      this.#values[slot] = this.#value(slot);
      this.#lines[slot] = this.#line;
    }
    return this.#values[slot];
  }

  whole(): JsonObject {
    this.#whole ??= JSON.parse(this.#bytes.toString('utf8', this.#start, this.#end)) as JsonObject;
    return this.#whole;
  }

  #value(slot: number): Json {
    const { starts, ends, marks, origin } = this.#scanner;
    const start = (starts[slot] ?? 0) - origin;
    const end = (ends[slot] ?? 0) - origin;
    const mark = marks[slot] ?? 0;
    const isText = this.#bytes[start] === QUOTE;
    if (isText && mark === 0) return this.#slice(start + 1, end - 1);
    const isWide = (mark & HAS_WIDE) !== 0;
    const text = isWide ? this.#bytes.toString('utf8', start, end) : this.#slice(start, end);
    if (isText && (mark & HAS_ESCAPES) === 0) return text.slice(1, -1);
    if (text === 'false') return false;
    if (text === 'true') return true;
    if (text === 'null') return null;
    if (isText) return JSON.parse(text) as Json;
    const first = this.#bytes[start];
    return first === OPEN_BRACE || first === OPEN_BRACKET ? this.#parsed(text) : Number(text);
  }

  /** Cut out of the line's own text, not the chunk's, which would stay in memory for it. */
  #slice(start: number, end: number): string {
    this.#text ??= this.#bytes.toString('latin1', this.#start, this.#end);
    return this.#text.slice(start - this.#start, end - this.#start);
  }

  #parsed(text: string): Json {
    const max = text.startsWith('{') ? MAX_OBJECT_TEXT : MAX_LIST_TEXT;
    if (text.length > max) return JSON.parse(text) as Json;
    let value = this.#nested.get(text);
    if (value === undefined) {
      value = JSON.parse(text) as Json;
      if (this.#nested.size >= MAX_NESTED) this.#nested.clear();
      this.#nested.set(text, value);
    }
    return value;
  }
}
