/** Words one after another, and what they stand for. */
export interface WordPattern {
  readonly words: readonly string[];
  readonly value: number;
}

const NO_NODE = -1;

/**
 * All places where any of many sequences of words stand in a text, in one pass over its words (Aho and Corasick 1975), in
 * typed arrays: time is linear in the words and the places found.
 */
export class WordAutomaton {
  readonly #words = new Map<string, number>();
  /** Edges as a hash table: node and word, and the node they lead to plus one. */
  #edgeNodes: Int32Array;
  #edgeWords: Int32Array;
  #edgeTargets: Int32Array;
  /** By node: words from the root, where to go on when no edge fits, the next shorter node that ends a pattern. */
  #depths: Int32Array;
  #fails: Int32Array;
  #ends: Int32Array;
  /** By node: its first value plus one in the lists of values, which go on in `#nextValues`. */
  #firstValues: Int32Array;
  readonly #values: Int32Array;
  readonly #nextValues: Int32Array;
  #nodes = 1;

  constructor(patterns: readonly WordPattern[]) {
    const most = patterns.reduce((sum, { words }) => sum + words.length, 1);
    const slots = 2 ** Math.ceil(Math.log2(most * 2 + 2));
    this.#edgeNodes = new Int32Array(slots);
    this.#edgeWords = new Int32Array(slots);
    this.#edgeTargets = new Int32Array(slots);
    this.#firstValues = new Int32Array(most + 1);
    this.#depths = new Int32Array(most + 1);
    this.#values = new Int32Array(patterns.length);
    this.#nextValues = new Int32Array(patterns.length);
    const parents = new Int32Array(most + 1);
    const labels = new Int32Array(most + 1);
    for (const [index, { value, words }] of patterns.entries()) {
      if (words.length === 0) continue;
      let node = 0;
      for (const text of words) node = this.#grow(node, this.#wordId(text), parents, labels);
      this.#values[index] = value;
      this.#nextValues[index] = this.#firstValues[node] ?? 0;
      this.#firstValues[node] = index + 1;
    }
    this.#fails = new Int32Array(this.#nodes);
    this.#ends = new Int32Array(this.#nodes);
    this.#firstValues = this.#firstValues.slice(0, this.#nodes);
    this.#depths = this.#depths.slice(0, this.#nodes);
    this.#link(parents, labels);
  }

  #wordId(text: string): number {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    this.#words.set(text, this.#words.size);
    return this.#words.size - 1;
  }

  #slot(node: number, word: number): number {
    const mask = this.#edgeTargets.length - 1;
    let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b)) & mask;
    while (
      this.#edgeTargets[slot] !== 0 &&
      (this.#edgeNodes[slot] !== node || this.#edgeWords[slot] !== word)
    )
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(node: number, word: number, parents: Int32Array, labels: Int32Array): number {
    const slot = this.#slot(node, word);
    const known = this.#edgeTargets[slot] ?? 0;
    if (known !== 0) return known - 1;
    const target = this.#nodes;
    this.#nodes += 1;
    this.#edgeNodes[slot] = node;
    this.#edgeWords[slot] = word;
    this.#edgeTargets[slot] = target + 1;
    parents[target] = node;
    labels[target] = word;
    this.#depths[target] = (this.#depths[node] ?? 0) + 1;
    return target;
  }

  #edge(node: number, word: number): number {
    return (this.#edgeTargets[this.#slot(node, word)] ?? 0) - 1;
  }

  /** Nodes nearer to the root first: a node may have been made before one that is. */
  #link(parents: Int32Array, labels: Int32Array): void {
    const order = Array.from({ length: this.#nodes }, (_, node) => node).toSorted(
      (a, b) => (this.#depths[a] ?? 0) - (this.#depths[b] ?? 0),
    );
    for (const node of order) {
      if (node === 0) continue;
      const parent = parents[node] ?? 0;
      const fail = parent === 0 ? 0 : this.#step(this.#fails[parent] ?? 0, labels[node] ?? 0);
      this.#fails[node] = fail;
      this.#ends[node] = this.#firstValues[fail] === 0 ? (this.#ends[fail] ?? 0) : fail;
    }
  }

  #step(from: number, word: number): number {
    for (let node = from; ; node = this.#fails[node] ?? 0) {
      const target = this.#edge(node, word);
      if (target !== NO_NODE) return target;
      if (node === 0) return 0;
    }
  }

  /** Calls `visit` for every pattern in `words`, by where it ends, the longest first; words `[from, to)` are it. */
  find(words: readonly string[], visit: (value: number, from: number, to: number) => void): void {
    let node = 0;
    for (let at = 0; at < words.length; at += 1) {
      const word = this.#words.get(words[at] ?? '');
      node = word === undefined ? 0 : this.#step(node, word);
      for (let end = node; end !== 0; end = this.#ends[end] ?? 0) {
        const from = at + 1 - (this.#depths[end] ?? 0);
        for (let value = this.#firstValues[end] ?? 0; value !== 0;) {
          visit(this.#values[value - 1] ?? 0, from, at + 1);
          value = this.#nextValues[value - 1] ?? 0;
        }
      }
    }
  }
}
