/** What a speaker does with a proposition. `docs/reading.md` says how each is told. */
export const SPEECH_ACTS = Object.freeze([
  'assert',
  'deny',
  'report',
  'quote',
  'question',
  'rhetorical-question',
  'opinion',
  'conditional',
  'prediction',
  'call',
  'satire',
] as const);

export type SpeechAct = (typeof SPEECH_ACTS)[number];

/** UTF-16 offsets of the original text, end exclusive. */
export type Span = readonly [start: number, end: number];

export type SlotValue = string | number;

/** What fills the places of a proposition: `how: text`, `where: US-GA`, `time: 21:00`, `who: …`. */
export type Slots = Readonly<Record<string, SlotValue>>;

/** A name of a gazetteer, or a place of a language pack, as it stands in the text. */
export interface Entity {
  readonly kind: string;
  /** The gazetteer's name, not the alias that was written. */
  readonly name: string;
  readonly span: Span;
  readonly jurisdiction?: string;
  readonly race?: string;
  readonly party?: string;
}

/** Why the claim was read as it was: a proposition's pattern, or a cue of the speech act. */
export interface Evidence {
  readonly kind: 'pattern' | 'cue' | 'context';
  readonly id: string;
  readonly span: Span;
}

export interface Claim {
  readonly span: Span;
  readonly text: string;
  readonly topic: string;
  readonly proposition: string;
  readonly slots: Slots;
  readonly speech_act: SpeechAct;
  /** The sign of what is put forward: "the machines did not switch votes" and "you cannot vote by mail" are negative. */
  readonly polarity: 'positive' | 'negative';
  readonly entities: readonly Entity[];
  /** From 0 to 1: how sure the reader is of proposition and speech act together; not a probability. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** Where the proposition stands. Of a claim taken from context, `span` is what the text says about it. */
  readonly source: keyof ReadingContext | 'text';
}

export interface Reading {
  /** The language pack that read the text; `und` when nothing in it is civic. */
  readonly lang: string;
  readonly claims: readonly Claim[];
}

/** What the text answers to. */
export interface ReadingContext {
  readonly quoted_text?: string | undefined;
  readonly reply_to_text?: string | undefined;
}

export interface ReadOptions {
  /** BCP 47; a language without a pack is read by the packs there are. */
  readonly lang?: string | undefined;
  readonly context?: ReadingContext | undefined;
}

export interface Reader {
  /** Pure. Text beyond `MAX_TEXT` is not read. */
  read(text: string, options?: ReadOptions): Reading;
}
