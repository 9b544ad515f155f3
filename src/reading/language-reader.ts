import { stanceOf } from './acts/stance.ts';
import { carryFrames } from './acts/carry.ts';
import { judge } from './acts/judge.ts';
import { quotesOf } from './acts/quotes.ts';
import type { TextScope } from './acts/scope.ts';
import { is, scopeOf } from './acts/scope.ts';
import { CandidateFinder, entitiesOf, slotsOf, union } from './clauses/candidate.ts';
import type { Candidate } from './clauses/candidate.ts';
import { shapeText } from './clauses/clauses.ts';
import { withReferents } from './clauses/refer.ts';
import type { CueClass } from './cue-classes.ts';
import { CUE_CLASSES, CUE_SLOTS } from './cue-classes.ts';
import type { LanguagePack } from './pack.ts';
import { isOpaque } from './pack.ts';
import type { Claim } from './reading.ts';
import type { NameIndex } from './words/gazetteer.ts';
import type { Lexicon } from './words/lexicon.ts';
import type { Token } from './words/token.ts';
import type { Unit } from './words/unit.ts';
import { hasClass } from './words/unit.ts';
import { UnitMaker } from './words/units.ts';

/** "This is false." speaks of what was said, not of the votes that "this" may stand for. */
function isVerdict(scope: TextScope, { units, head }: Candidate): boolean {
  const points = units.some(
    (unit) => is(scope, unit.index, 'pronoun-it') || is(scope, unit.index, 'pronoun-they'),
  );
  return points && is(scope, head.index, 'falsity');
}

/** "tossed the claim that ballots …" tosses no ballots; "repeat that they stole …" repeats no election. */
function spansClaim(scope: TextScope, { proposition, units, head }: Candidate): boolean {
  const after = head.index + 1;
  const told = proposition.act === 'call' && is(scope, after, 'complementizer');
  if (told && !units.some(({ index }) => index === after)) return true;
  if (proposition.negated === 'negative') return false;
  const [first, last] = [units[0]?.index ?? 0, units.at(-1)?.index ?? 0];
  return scope.units
    .slice(first + 1, last)
    .some((unit) => is(scope, unit.index, 'claim-noun') && !units.includes(unit));
}

/** Reads texts in one language. */
export class LanguageReader {
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
      present: union(units),
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
        .filter((candidate) => !isVerdict(scope, candidate) && !spansClaim(scope, candidate))
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
