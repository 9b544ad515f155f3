import { stanceOf, stanceOn } from './acts/stance.ts';
import { carryFrames } from './acts/carry.ts';
import { judge } from './acts/judge.ts';
import { quotesOf } from './acts/quotes.ts';
import type { TextScope } from './acts/scope.ts';
import { scopeOf } from './acts/scope.ts';
import { CandidateFinder, entitiesOf, slotsOf } from './claims/candidate.ts';
import type { Candidate } from './claims/candidate.ts';
import { shapeText } from './claims/clauses.ts';
import { withReferents } from './claims/refer.ts';
import type { CueClass } from './cue-classes.ts';
import { CUE_CLASSES, CUE_SLOTS } from './cue-classes.ts';
import { normalise } from './normal/normalise.ts';
import type { LanguagePack } from './pack.ts';
import { isOpaque } from './pack.ts';
import type { Claim, Reader, Reading, ReadingContext, ReadOptions } from './reading.ts';
import type { Gazetteer } from './words/gazetteer.ts';
import { nameWords, NameIndex } from './words/gazetteer.ts';
import type { Lexicon } from './words/lexicon.ts';
import type { Token, Vocabulary } from './words/token.ts';
import type { Unit } from './words/unit.ts';
import { hasClass } from './words/unit.ts';
import { tokenise } from './words/tokenise.ts';
import { UnitMaker } from './words/units.ts';
import { createVocabulary } from './words/vocabulary.ts';

/** Characters of a text that are read. */
export const MAX_TEXT = 100_000;
/** Stop words of another language that make a text one of two languages. */
const MIN_SECOND = 2;

export interface ReaderParts {
  /** The first one reads what no other claims. */
  readonly packs: readonly LanguagePack[];
  readonly gazetteers?: readonly Gazetteer[];
}

/** A reader for the languages of the packs and the names of the gazetteers. */
export function createReader({ packs, gazetteers = [] }: ReaderParts): Reader {
  const vocabulary = vocabularyOf(packs, gazetteers);
  const wordsOf = (name: string): readonly string[] =>
    tokenise(normalise(name), vocabulary)
      .filter(({ kind }) => kind !== 'mark')
      .map(({ word }) => word);
  const names = new NameIndex(gazetteers, wordsOf);
  const languages = packs.map(
    (pack) => new LanguageReader(pack, [names, new NameIndex([pack.places], wordsOf)]),
  );
  const read = (given: string, options: ReadOptions = {}): Reading => {
    const text = given.slice(0, MAX_TEXT);
    const tokens = tokenise(normalise(text), vocabulary);
    const nameless = withoutNames(tokens, names);
    const answered = isAnswer(options.context);
    const chosen = choose(languages, nameless, {
      lang: options.lang,
      named: nameless.length < tokens.length || answered,
    });
    const own = chosen.flatMap((language) =>
      language.claims(text, tokens, {
        answers: answered,
        borrowed: chosen.find((other) => other !== language)?.pack.lexicon,
      }),
    );
    const claims = [...withoutOverlaps(own), ...fromContext(options)];
    return { lang: chosen[0]?.pack.language ?? 'und', claims };

    /** Does it answer a text about an election? */
    function isAnswer({ quoted_text = '', reply_to_text = '' }: ReadingContext = {}): boolean {
      return [quoted_text, reply_to_text].some((other) => {
        if (other === '') return false;
        const words = tokenise(normalise(other.slice(0, MAX_TEXT)), vocabulary);
        return languages.some((language) => language.isSetting(words));
      });
    }

    function fromContext({ lang, context = {} }: ReadOptions): readonly Claim[] {
      return (['quoted_text', 'reply_to_text'] as const).flatMap((source) => {
        const other = context[source];
        if (other === undefined || other === '') return [];
        const stance = languages
          .map((language) => language.stance(tokens))
          .find((found) => found !== undefined);
        return stance === undefined
          ? []
          : stanceOn(read(other, { lang }).claims, stance, { text, source });
      });
    }
  };
  return { read };
}

function vocabularyOf(
  packs: readonly LanguagePack[],
  gazetteers: readonly Gazetteer[],
): Vocabulary {
  const words = new Set(packs.flatMap((pack) => [...pack.lexicon.words, ...pack.stopwords]));
  const correctable = new Set(packs.flatMap((pack) => [...pack.lexicon.correctable]));
  const contractions = new Map(packs.flatMap((pack) => [...pack.contractions]));
  for (const entry of [...gazetteers, ...packs.map(({ places }) => places)].flat()) {
    for (const name of [entry.name, ...(entry.aliases ?? []), ...(entry.weak_aliases ?? [])]) {
      for (const word of nameWords(name)) words.add(word);
    }
  }
  const knows = (word: string): boolean => packs.some(({ lexicon }) => lexicon.knows(word));
  return createVocabulary(words, knows, { contractions, correctable });
}

/** Names say nothing about language and subject: a candidate called Al Votes makes no text Spanish, and none civic. */
function withoutNames(tokens: readonly Token[], names: NameIndex): readonly Token[] {
  const words = tokens.map(({ word }) => word);
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const hit = names.find(words, at);
    const token = tokens[at];
    if (hit !== undefined && !hit.weak) at += hit.words - 1;
    else if (token !== undefined) kept.push(token);
  }
  return kept;
}

/** The languages a text is read in, the likeliest first; none when no word of it is civic and nobody is named. */
function choose(
  languages: readonly LanguageReader[],
  tokens: readonly Token[],
  { lang, named }: { readonly lang: string | undefined; readonly named: boolean },
): readonly LanguageReader[] {
  const wanted = lang?.toLowerCase().split('-')[0];
  const scored = languages
    .filter((language) => named || language.isCivic(tokens))
    .map((language) => ({
      language,
      words: language.stopwordsIn(tokens),
      given: language.pack.language === wanted,
    }))
    .toSorted((a, b) => Number(b.given) - Number(a.given) || b.words - a.words);
  const first = scored[0]?.language;
  return scored
    .filter(
      ({ language, words }, index) =>
        index === 0 ||
        words >= MIN_SECOND ||
        tokens.some(
          ({ word }) => first?.pack.lexicon.knows(word) === false && language.isCivicWord(word),
        ),
    )
    .map(({ language }) => language);
}

/** A later language's claim of the same topic at the same place is the same claim. */
function withoutOverlaps(claims: readonly Claim[]): readonly Claim[] {
  return claims.filter(
    (claim, index) =>
      !claims
        .slice(0, index)
        .some(
          (other) =>
            other.topic === claim.topic &&
            other.proposition === claim.proposition &&
            other.span[0] < claim.span[1] &&
            claim.span[0] < other.span[1],
        ),
  );
}

class LanguageReader {
  readonly pack: LanguagePack;
  readonly #maker: UnitMaker;
  readonly #finder: CandidateFinder;
  readonly #cues: Readonly<Record<CueClass, number>>;
  readonly #things: Uint32Array;

  constructor(pack: LanguagePack, names: readonly NameIndex[]) {
    this.pack = pack;
    this.#maker = new UnitMaker(pack, names);
    this.#finder = new CandidateFinder(pack);
    this.#cues = Object.fromEntries(
      [...CUE_CLASSES, ...CUE_SLOTS].map((name) => [name, pack.lexicon.numberOf(name) ?? 0]),
    ) as Record<CueClass, number>;
    this.#things = pack.lexicon.maskOfAllBut((name) => isOpaque(name));
  }

  /** The cheap question that most posts end with. */
  isCivic(tokens: readonly Token[]): boolean {
    const { lexicon } = this.pack;
    const words = tokens.map(({ word }) => word);
    return words.some(
      (word, at) =>
        lexicon.begins(word, this.#cues.anchor) &&
        lexicon.find(words, at)?.entry.classes.has(this.#cues.anchor) === true,
    );
  }

  isCivicWord(word: string): boolean {
    return this.pack.lexicon.find([word], 0)?.entry.classes.has(this.#cues.anchor) === true;
  }

  stopwordsIn(tokens: readonly Token[]): number {
    return tokens.filter(({ word }) => this.pack.stopwords.has(word)).length;
  }

  stance(tokens: readonly Token[]): ReturnType<typeof stanceOf> {
    return stanceOf(this.#textOf(tokens));
  }

  #textOf(tokens: readonly Token[], borrowed?: Lexicon): TextScope {
    const units = withReferents(this.#maker.make(tokens, borrowed), this.#cues, this.#things);
    return {
      units,
      shape: shapeText(units, this.#cues),
      cues: this.#cues,
      quotes: quotesOf(units),
      concord: this.pack.concord,
    };
  }

  /** Is this about an election, and not one of a club, a contest or a game? */
  isSetting(tokens: readonly Token[]): boolean {
    const units = this.#maker.make(tokens);
    const speaks = this.#speaksOf(units, 'setting') || this.#speaksOf(units, 'listed');
    return speaks && !this.#isElsewhere(units);
  }

  #speaksOf(units: readonly Unit[], cue: CueClass): boolean {
    return units.some((unit) => hasClass(unit, this.#cues[cue]));
  }

  /** Votes, machines and frauds of everyday life. */
  #isElsewhere(units: readonly Unit[]): boolean {
    return (
      this.#speaksOf(units, 'elsewhere') &&
      !this.#speaksOf(units, 'strong') &&
      !this.#speaksOf(units, 'listed')
    );
  }

  /** `answers`: what the text quotes or replies to is about an election; `borrowed`: words of a second language in it. */
  claims(
    text: string,
    tokens: readonly Token[],
    { answers, borrowed }: { readonly answers: boolean; readonly borrowed: Lexicon | undefined },
  ): readonly Claim[] {
    const scope = this.#textOf(tokens, borrowed);
    if (this.#isElsewhere(scope.units)) return [];
    const setting =
      answers || this.#speaksOf(scope.units, 'setting') || this.#speaksOf(scope.units, 'listed');
    return carryFrames(
      this.#finder
        .find(scope.shape, setting)
        .map((candidate) => this.#claim(text, scope, candidate)),
    );
  }

  #claim(text: string, scope: TextScope, candidate: Candidate): Claim {
    const { act, negative, evidence, certainty } = judge(scopeOf(scope, candidate));
    const { proposition, units, pattern } = candidate;
    const { from, to } = candidate.clause.sentence;
    const sentence = scope.units.slice(from, to);
    const span = [units[0]?.start ?? 0, Math.max(...units.map(({ end }) => end))] as const;
    const width = (units.at(-1)?.index ?? 0) - (units[0]?.index ?? 0) + 1;
    const renamed =
      negative && (act === 'assert' || act === 'deny') && typeof proposition.negated === 'object';
    const density = 0.7 + 0.3 * (units.length / width);
    return {
      span,
      text: text.slice(...span),
      topic: proposition.topic,
      proposition:
        renamed && typeof proposition.negated === 'object'
          ? proposition.negated.means
          : proposition.id,
      slots: slotsOf(candidate, sentence, this.pack),
      speech_act: renamed ? 'assert' : act,
      polarity: negative && !renamed ? 'negative' : 'positive',
      entities: entitiesOf(sentence),
      confidence: Math.round(certainty * density * 100) / 100,
      evidence: [{ kind: 'pattern', id: pattern.source, span }, ...evidence],
      source: 'text',
    };
  }
}
