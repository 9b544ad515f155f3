import type { Problem, Position } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import type { Condition } from './tree.ts';
import type { YamlScalar } from './yaml-node.ts';
import { positionIn } from './yaml-node.ts';

/** Limits of one condition. */
const MAX_CONDITION_CHARS = 16_384;
const MAX_CONDITION_DEPTH = 50;

const TOKEN = /\s+|(\(|\)|\||[^\s()|]+)/gy;

interface Token {
  readonly text: string;
  readonly offset: number;
}

/**
 * Parses a condition: `or` binds loosest, then `and`, `not`, `1|any|all of …`, brackets. Operators may be written in
 * any case. Undefined when it is not understood; the finding says where.
 */
export function parseCondition(scalar: YamlScalar, findings: Problem[]): Condition | undefined {
  const text = scalar.source;
  if (text.length > MAX_CONDITION_CHARS) {
    findings.push(
      error(scalar.at, `the condition is longer than ${MAX_CONDITION_CHARS} characters`),
    );
    return undefined;
  }
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    if (match[1] !== undefined) tokens.push({ text: match[1], offset: match.index });
  }
  return new Parser(scalar, tokens, findings).parse();
}

class Parser {
  readonly #scalar: YamlScalar;
  readonly #tokens: readonly Token[];
  readonly #findings: Problem[];
  #next = 0;
  #failed = false;

  constructor(scalar: YamlScalar, tokens: readonly Token[], findings: Problem[]) {
    this.#scalar = scalar;
    this.#tokens = tokens;
    this.#findings = findings;
  }

  parse(): Condition | undefined {
    const tree = this.#or(0);
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) this.#unexpected(rest);
    return this.#failed ? undefined : tree;
  }

  #or(depth: number): Condition | undefined {
    return this.#chain('or', () => this.#chain('and', () => this.#not(depth)));
  }

  #chain(kind: 'and' | 'or', operand: () => Condition | undefined): Condition | undefined {
    const of: (Condition | undefined)[] = [operand()];
    while (!this.#failed && this.#take(kind)) of.push(operand());
    const found = of.filter((part) => part !== undefined);
    return found.length > 1 ? { kind, of: found } : found[0];
  }

  #not(depth: number): Condition | undefined {
    let negated = false;
    while (this.#take('not')) negated = !negated;
    const of = this.#primary(depth);
    return negated && of !== undefined ? { kind: 'not', of } : of;
  }

  #primary(depth: number): Condition | undefined {
    const token = this.#tokens[this.#next];
    if (token === undefined)
      return this.#fail(this.#end(), 'the condition ends where a search is expected');
    if (token.text === '(') return this.#bracket(token, depth);
    if (token.text === ')' || token.text === '|' || /^(?:and|or|of)$/i.test(token.text)) {
      return this.#unexpected(token);
    }
    this.#next += 1;
    const at = this.#at(token);
    if (!this.#take('of')) return { kind: 'search', name: token.text, at };
    if (!/^(?:1|any|all)$/i.test(token.text)) {
      return this.#fail(
        at,
        `"${token.text} of" is not a quantifier`,
        'write "1 of", "any of" or "all of"',
      );
    }
    const target = this.#tokens[this.#next];
    if (target === undefined || /^[()|]$/.test(target.text)) {
      return this.#fail(
        target === undefined ? this.#end() : this.#at(target),
        'a search pattern or "them" is expected after "of"',
      );
    }
    this.#next += 1;
    const quantifier = token.text.toLowerCase() === 'all' ? 'all' : 'any';
    return { kind: 'quantified', quantifier, pattern: target.text, at: this.#at(target) };
  }

  #bracket(open: Token, depth: number): Condition | undefined {
    if (depth >= MAX_CONDITION_DEPTH) {
      return this.#fail(
        this.#at(open),
        `brackets are nested more than ${MAX_CONDITION_DEPTH} deep`,
      );
    }
    this.#next += 1;
    const inner = this.#or(depth + 1);
    if (!this.#failed && !this.#take(')'))
      return this.#fail(this.#at(open), 'this bracket is never closed');
    return inner;
  }

  #unexpected(token: Token): undefined {
    if (token.text === '|') {
      return this.#fail(
        this.#at(token),
        'aggregations after "|" were removed from Sigma',
        'write a correlation rule with event_count or value_count',
      );
    }
    return this.#fail(this.#at(token), `"${token.text}" is not expected here`);
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#next]?.text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #at(token: Token): Position {
    return positionIn(this.#scalar, token.offset);
  }

  #end(): Position {
    return positionIn(this.#scalar, this.#scalar.source.length);
  }

  /** Notes the first failure only: what follows it is guesswork. */
  #fail(at: Position, message: string, hint?: string): undefined {
    if (!this.#failed) this.#findings.push(error(at, message, hint));
    this.#failed = true;
    return undefined;
  }
}
