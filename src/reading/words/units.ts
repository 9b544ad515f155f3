import type { LanguagePack } from '../pack.ts';
import type { Entity } from '../reading.ts';
import type { SLOT_CLASSES } from '../cue-classes.ts';
import type { NameHit, NameIndex } from './gazetteer.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './token.ts';
import type { Unit } from './unit.ts';
import { timeAt } from './times.ts';

/** Most words of a run of capitalised unknown words that is taken for one name. */
const MAX_UNKNOWN_NAME = 4;

type SlotClass = (typeof SLOT_CLASSES)[number];

/** Makes the units of a text for one language: entries of its lexicon, names, times, and what is left as it is. */
export class UnitMaker {
  readonly #pack: LanguagePack;
  readonly #names: readonly NameIndex[];
  readonly #masks = new Map<string, Uint32Array>();
  readonly #nothing: Uint32Array;
  readonly #month: number | undefined;

  /** Names of the first index win. */
  constructor(pack: LanguagePack, names: readonly NameIndex[]) {
    this.#pack = pack;
    this.#names = names;
    this.#nothing = pack.lexicon.maskOf([]);
    this.#month = pack.lexicon.numberOf('month');
  }

  /** `borrowed`: a second language of the text; its words count by the names of their classes. */
  make(tokens: readonly Token[], borrowed?: Lexicon): readonly Unit[] {
    const words = tokens.map(({ word }) => word);
    const full = this.#fullNames(words);
    const units: Unit[] = [];
    let afterComma = false;
    for (let at = 0; at < tokens.length;) {
      const token = tokens[at];
      if (token === undefined) break;
      const made = this.#unit(tokens, words, { at, full, borrowed });
      const last = tokens[at + made.words - 1] ?? token;
      units.push({
        token,
        start: token.start,
        end: last.end,
        mask: made.mask,
        entity: made.entity,
        value: made.value,
        afterComma,
        index: units.length,
      });
      afterComma = token.kind === 'mark';
      at += made.words;
    }
    return units;
  }

  #unit(
    tokens: readonly Token[],
    words: readonly string[],
    {
      at,
      full,
      borrowed,
    }: {
      readonly at: number;
      readonly full: ReadonlySet<unknown>;
      readonly borrowed: Lexicon | undefined;
    },
  ): Made {
    const token = tokens[at] as Token;
    if (token.kind === 'mark') return { words: 1, mask: this.#nothing };
    if (token.kind === 'url' || token.kind === 'emoji') return this.#sign(token.kind, words, at);
    if (token.kind === 'mention') return { words: 1, mask: this.#mask(['mention', 'person']) };
    const known = this.#pack.lexicon.find(words, at);
    const name = this.#nameAt(tokens, words, { at, known: known?.words ?? 0, full });
    if (name !== undefined) return this.#named(name, tokens, at);
    const month =
      known !== undefined && this.#month !== undefined && known.entry.classes.has(this.#month);
    const time =
      month || startsNumber(token.word) ? timeAt(words, at, this.#pack.lexicon) : undefined;
    if (time !== undefined && time.words >= (known?.words ?? 0))
      return { words: time.words, mask: this.#mask(time.classes), value: time.value };
    if (known !== undefined) return { words: known.words, mask: known.entry.mask };
    const foreign = borrowed?.find(words, at);
    if (foreign !== undefined && borrowed !== undefined) {
      const names = Array.from(foreign.entry.classes, (number) => borrowed.nameOf(number));
      return { words: foreign.words, mask: this.#mask(names) };
    }
    if (this.#unknownName(token)) {
      let count = 1;
      while (
        count < MAX_UNKNOWN_NAME &&
        this.#unknownName(tokens[at + count]) &&
        this.#pack.lexicon.find(words, at + count) === undefined
      )
        count += 1;
      // One capital at the beginning of a sentence says nothing.
      const begins = at === 0 || tokens[at - 1]?.kind === 'mark';
      if (count > 1 || !begins) return { words: count, mask: this.#mask(['name', 'person']) };
    }
    return { words: 1, mask: this.#nothing };
  }

  /** Emoji may be entries of the lexicon. */
  #sign(kind: 'url' | 'emoji', words: readonly string[], at: number): Made {
    const known = this.#pack.lexicon.find(words, at);
    return { words: 1, mask: known?.entry.mask ?? this.#mask([kind]) };
  }

  #unknownName(token: Token | undefined): boolean {
    return (
      token !== undefined &&
      token.kind === 'word' &&
      token.capital &&
      !token.upper &&
      token.word.length > 2 &&
      !this.#pack.stopwords.has(token.word)
    );
  }

  #fullNames(words: readonly string[]): ReadonlySet<unknown> {
    const found = new Set<unknown>();
    for (let at = 0; at < words.length; at += 1) {
      for (const names of this.#names) {
        const hit = names.find(words, at);
        if (hit !== undefined && !hit.weak) found.add(hit.entry);
      }
    }
    return found;
  }

  #nameAt(
    tokens: readonly Token[],
    words: readonly string[],
    {
      at,
      known,
      full,
    }: { readonly at: number; readonly known: number; readonly full: ReadonlySet<unknown> },
  ): NameHit | undefined {
    for (const names of this.#names) {
      const hit = names.find(words, at);
      if (hit === undefined || hit.words < known) continue;
      if (!hit.weak || full.has(hit.entry)) return hit;
      if (this.#isWritten(tokens, at, known > 0)) return hit;
    }
    return undefined;
  }

  /** Is a word that is also an alias written as a name: with a capital that its place in the sentence does not explain? */
  #isWritten(tokens: readonly Token[], at: number, known: boolean): boolean {
    const token = tokens[at];
    if (token === undefined || this.#pack.stopwords.has(token.word)) return false;
    if (!known && !tokens.some(({ capital }) => capital)) return true;
    return token.capital && (!known || (!token.upper && tokens[at - 1]?.kind === 'word'));
  }

  #named({ entry, words }: NameHit, tokens: readonly Token[], at: number): Made {
    const [first, last] = [tokens[at], tokens[at + words - 1]];
    const classes: readonly SlotClass[] =
      entry.kind === 'place'
        ? ['place']
        : entry.kind === 'party'
          ? ['party', 'listed']
          : ['person', 'listed'];
    const entity: Entity = {
      kind: entry.kind,
      name: entry.name,
      span: [first?.start ?? 0, last?.end ?? 0],
      ...(entry.jurisdiction !== undefined && { jurisdiction: entry.jurisdiction }),
      ...(entry.race !== undefined && { race: entry.race }),
      ...(entry.party !== undefined && { party: entry.party }),
    };
    return { words, mask: this.#mask(classes), entity };
  }

  #mask(classes: readonly string[]): Uint32Array {
    const key = classes.join(' ');
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    const { lexicon } = this.#pack;
    const made = lexicon.maskOf(classes.flatMap((name) => lexicon.numberOf(name) ?? []));
    this.#masks.set(key, made);
    return made;
  }
}

function startsNumber(word: string): boolean {
  const first = word.charCodeAt(0);
  return first === 0x24 || (first >= 0x30 && first <= 0x39);
}

interface Made {
  readonly words: number;
  readonly mask: Uint32Array;
  readonly entity?: Entity;
  readonly value?: string | number;
}
