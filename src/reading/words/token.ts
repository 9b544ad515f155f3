export type TokenKind = 'word' | 'number' | 'url' | 'mention' | 'emoji' | 'mark';

/** One word, number, mark or sign of a text. */
export interface Token {
  readonly kind: TokenKind;
  /** Normalised and repaired; of a mark, the mark. */
  readonly word: string;
  /** UTF-16 offsets of the original. */
  readonly start: number;
  readonly end: number;
  /** Part of a hashtag. */
  readonly tag: boolean;
  /** Written with a first capital, or wholly in capitals. */
  readonly capital: boolean;
  readonly upper: boolean;
}

/** What the tokeniser asks of the words the packs know. */
export interface Vocabulary {
  /** Is this exactly a word of some pack or gazetteer? */
  has(word: string): boolean;
  /** The words a contraction stands for: can't → can, not. */
  expand(word: string): readonly string[] | undefined;
  /** The known word that an unknown one is a slip of the pen for. */
  correct(word: string): string | undefined;
  /** As `repair`, remembered. */
  repaired(word: string): readonly string[] | undefined;
}
