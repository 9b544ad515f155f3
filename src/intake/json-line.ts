import type { Json, JsonObject } from '../lib/json.ts';
import type { Members } from '../lib/members.ts';
import { ownText } from '../lib/own-text.ts';
import type { Layout } from './json-layout.ts';
import { HAS_ESCAPES, HAS_WIDE, JsonScanner } from './json-scanner.ts';
import type { Spans } from './json-scanner.ts';

const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const NO_LAYOUT: Layout = { slots: new Map(), isPlain: false };

/** Nested values kept, and characters of one: devices, places and results come again and again; long lists do not. */
const MAX_NESTED = 16_384;
const MAX_OBJECT_TEXT = 1024;
const MAX_LIST_TEXT = 64;

/**
 * A JSON object on a line of a chunk, of which only what is asked for becomes values. One object serves all lines, one
 * at a time: what was read from a line must not be asked for after the next one is shown. Values are shared between
 * lines and never changed.
 */
export class JsonLine implements Members {
  readonly #scanner = new JsonScanner();
  readonly #text = new LineText();
  readonly #own = new ObjectMembers(this.#text);
  readonly #inner = new ObjectMembers(this.#text);

  /** Takes a chunk. False: it cannot be read this way. */
  load(bytes: Buffer): boolean {
    this.#text.load(bytes);
    return this.#scanner.load(bytes);
  }

  /** Whether these bytes of the chunk are a plain JSON object, which this now is. */
  show(start: number, end: number): boolean {
    const layout = this.#scanner.scan(start, end);
    if (layout === undefined) return false;
    this.#text.show(start, end);
    this.#own.show(layout, this.#scanner, start, end);
    return true;
  }

  has(name: string): boolean {
    return this.#own.has(name);
  }

  get(name: string): Json | undefined {
    return this.#own.get(name);
  }

  written(name: string): unknown {
    return this.#own.written(name);
  }

  /** One object at a time is read this way; of another one asked for later, the first must not be asked any more. */
  inside(name: string): Members | undefined {
    const range = this.#own.objectAt(name);
    if (range === undefined) return undefined;
    const [start, end] = range;
    // The scanner notes every object in the same place.
    this.#own.keep();
    const layout = this.#scanner.scan(start, end);
    if (layout === undefined) return undefined;
    this.#inner.show(layout, this.#scanner, start, end);
    return this.#inner;
  }

  whole(): JsonObject {
    return this.#own.whole();
  }
}

/** The bytes of the line at hand, as text once that is asked for. */
class LineText {
  bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #text: string | undefined;
  readonly #nested = new Map<string, Json>();

  load(bytes: Buffer): void {
    this.bytes = bytes;
    this.#text = undefined;
  }

  show(start: number, end: number): void {
    this.#start = start;
    this.#end = end;
    this.#text = undefined;
  }

  /** Bytes of the chunk, each as the character of its number: the text itself where they are ASCII. Cut out of the line's own text, not the chunk's, which would stay in memory. */
  slice(start: number, end: number): string {
    this.#text ??= this.bytes.toString('latin1', this.#start, this.#end);
    return this.#text.slice(start - this.#start, end - this.#start);
  }

  /** The object or list that is written so. */
  parsed(text: string): Json {
    const max = text.startsWith('{') ? MAX_OBJECT_TEXT : MAX_LIST_TEXT;
    if (text.length > max) return JSON.parse(text) as Json;
    let value = this.#nested.get(text);
    if (value === undefined) {
      value = JSON.parse(text) as Json;
      if (this.#nested.size >= MAX_NESTED) this.#nested.clear();
      this.#nested.set(ownText(text), value);
    }
    return value;
  }
}

/** The members of one object of the line. */
class ObjectMembers implements Members {
  readonly #text: LineText;
  #layout = NO_LAYOUT;
  #spans: Spans = {
    origin: 0,
    starts: new Uint32Array(),
    ends: new Uint32Array(),
    marks: new Uint8Array(),
  };
  #start = 0;
  #end = 0;
  #whole: JsonObject | undefined;
  /** By member; those of the object at hand carry its number. */
  readonly #values: (Json | undefined)[] = [];
  readonly #numbers: number[] = [];
  #number = 0;

  constructor(text: LineText) {
    this.#text = text;
  }

  show(layout: Layout, spans: Spans, start: number, end: number): void {
    this.#layout = layout;
    this.#spans = spans;
    this.#start = start;
    this.#end = end;
    this.#whole = undefined;
    this.#number += 1;
  }

  /** Takes a copy of where the members stand. */
  keep(): void {
    const { origin, starts, ends, marks } = this.#spans;
    const count = this.#layout.slots.size;
    this.#spans = {
      origin,
      starts: starts.slice(0, count),
      ends: ends.slice(0, count),
      marks: marks.slice(0, count),
    };
  }

  has(name: string): boolean {
    return this.#layout.slots.has(name);
  }

  get(name: string): Json | undefined {
    const slot = this.#layout.slots.get(name);
    if (slot === undefined) return undefined;
    if (this.#numbers[slot] !== this.#number) {
      this.#values[slot] = this.#value(slot);
      this.#numbers[slot] = this.#number;
    }
    return this.#values[slot];
  }

  /** The value's text, byte by byte. */
  written(name: string): string | undefined {
    const slot = this.#layout.slots.get(name);
    if (slot === undefined) return undefined;
    const { starts, ends, origin } = this.#spans;
    return this.#text.slice((starts[slot] ?? 0) - origin, (ends[slot] ?? 0) - origin);
  }

  /** Deeper objects are parsed. */
  inside(): undefined {
    return undefined;
  }

  whole(): JsonObject {
    this.#whole ??= JSON.parse(
      this.#text.bytes.toString('utf8', this.#start, this.#end),
    ) as JsonObject;
    return this.#whole;
  }

  /** Where the object at `name` stands in the chunk. */
  objectAt(name: string): readonly [start: number, end: number] | undefined {
    const slot = this.#layout.slots.get(name);
    if (slot === undefined) return undefined;
    const { starts, ends, origin } = this.#spans;
    const start = (starts[slot] ?? 0) - origin;
    return this.#text.bytes[start] === OPEN_BRACE ? [start, (ends[slot] ?? 0) - origin] : undefined;
  }

  #value(slot: number): Json {
    const { starts, ends, marks, origin } = this.#spans;
    const { bytes } = this.#text;
    const start = (starts[slot] ?? 0) - origin;
    const end = (ends[slot] ?? 0) - origin;
    const mark = marks[slot] ?? 0;
    const isText = bytes[start] === QUOTE;
    if (isText && mark === 0) return this.#text.slice(start + 1, end - 1);
    const isWide = (mark & HAS_WIDE) !== 0;
    const text = isWide ? bytes.toString('utf8', start, end) : this.#text.slice(start, end);
    if (isText && (mark & HAS_ESCAPES) === 0) return text.slice(1, -1);
    if (text === 'false') return false;
    if (text === 'true') return true;
    if (text === 'null') return null;
    if (isText) return JSON.parse(text) as Json;
    const first = bytes[start];
    return first === OPEN_BRACE || first === OPEN_BRACKET ? this.#text.parsed(text) : Number(text);
  }
}
