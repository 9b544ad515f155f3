import { stanceOn } from './acts/stance.ts';
import { normalise } from './normal/normalise.ts';
import type { LanguagePack } from './pack.ts';
import type { Claim, Reader, Reading, ReadingContext, ReadOptions } from './reading.ts';
import type { Gazetteer } from './words/gazetteer.ts';
import { nameWords, NameIndex } from './words/gazetteer.ts';
import type { Token, Vocabulary } from './words/token.ts';
import { tokenise } from './words/tokenise.ts';
import { createVocabulary } from './words/vocabulary.ts';
import { LanguageReader } from './language-reader.ts';

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
