/** What a pass over a text tells: numbers of the texts that were found. */
export interface Sighting {
  /** At least once, wherever; told once between two calls of `begin`. */
  anywhere(index: number): void;
  atStart(index: number): void;
  atEnd(index: number): void;
}

/** Entries of the table that answers the states near the root without following links. */
const DENSE_ENTRIES = 1 << 20;

/** Marks a state with several children, which are looked up. */
const SEVERAL = 0xffffffff;

/**
 * Finds any number of texts in one pass (Aho–Corasick): time is linear in the text however many are looked for, however
 * they overlap. States are numbered level by level, so the first ones, where a pass spends its time, have a full row of
 * successors; the others have one child or a hash of them.
 */
export class Automaton {
  /** Class of each UTF-16 unit that occurs in the texts; 0: all others. */
  readonly #classes: Uint32Array;
  readonly #width: number;
  readonly #denseStates: number;
  readonly #dense: Uint32Array;
  readonly #onlyClass: Uint32Array;
  readonly #onlyChild: Uint32Array;
  readonly #children: ReadonlyMap<number, number>;
  readonly #fail: Uint32Array;
  readonly #depth: Uint32Array;
  /** Number of the text that ends in a state, plus 1. */
  readonly #text: Uint32Array;
  /** The state itself or the next one along the failure links where a text ends; 0: none. */
  readonly #report: Uint32Array;
  readonly #seen: Uint32Array;
  #pass = 0;

  /** `texts` are distinct and not empty. */
  constructor(texts: readonly string[]) {
    const classes = classesOf(texts);
    this.#classes = classes.table;
    this.#width = classes.count;
    const trie = buildTrie(texts, classes);
    const { states } = trie;
    this.#onlyClass = trie.onlyClass;
    this.#onlyChild = trie.onlyChild;
    this.#children = trie.children;
    this.#depth = trie.depth;
    this.#text = trie.text;
    this.#fail = new Uint32Array(states);
    this.#report = new Uint32Array(states);
    this.#seen = new Uint32Array(states);
    this.#denseStates = Math.max(1, Math.min(states, Math.floor(DENSE_ENTRIES / this.#width)));
    this.#dense = new Uint32Array(this.#denseStates * this.#width);
    this.#link(trie.parent, trie.via);
  }

  /** Forgets what was found `anywhere`. */
  begin(): void {
    this.#pass += 1;
  }

  find(text: string, sighting: Sighting): void {
    const classes = this.#classes;
    const known = classes.length;
    const dense = this.#dense;
    const width = this.#width;
    const denseStates = this.#denseStates;
    const report = this.#report;
    const depth = this.#depth;
    const seen = this.#seen;
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const symbol = unit < known ? (classes[unit] ?? 0) : 0;
      if (symbol === 0) {
        state = 0;
        continue;
      }
      state =
        state < denseStates ? (dense[state * width + symbol] ?? 0) : this.#step(state, symbol);
      const ending = report[state] ?? 0;
      if (ending === 0) continue;
      if (ending === state && depth[state] === at + 1)
        sighting.atStart((this.#text[state] ?? 0) - 1);
      if (seen[ending] !== this.#pass) this.#tell(ending, sighting);
    }
    for (let ending = report[state] ?? 0; ending !== 0; ending = this.#next(ending)) {
      sighting.atEnd((this.#text[ending] ?? 0) - 1);
    }
  }

  /** What has been told once has had all that ends with it told as well. */
  #tell(from: number, sighting: Sighting): void {
    const seen = this.#seen;
    for (let ending = from; ending !== 0; ending = this.#next(ending)) {
      if (seen[ending] === this.#pass) return;
      seen[ending] = this.#pass;
      sighting.anywhere((this.#text[ending] ?? 0) - 1);
    }
  }

  #next(ending: number): number {
    return this.#report[this.#fail[ending] ?? 0] ?? 0;
  }

  #step(from: number, symbol: number): number {
    let state = from;
    while (state >= this.#denseStates) {
      const child = this.#child(state, symbol);
      if (child !== 0) return child;
      state = this.#fail[state] ?? 0;
    }
    return this.#dense[state * this.#width + symbol] ?? 0;
  }

  #child(state: number, symbol: number): number {
    const only = this.#onlyChild[state] ?? 0;
    if (only === SEVERAL) return this.#children.get(state * this.#width + symbol) ?? 0;
    return this.#onlyClass[state] === symbol ? only : 0;
  }

  /** Failure links and dense rows, parents first: states are numbered in order of depth. */
  #link(parent: Uint32Array, via: Uint32Array): void {
    const states = parent.length;
    for (let state = 0; state < states; state += 1) {
      const above = parent[state] ?? 0;
      const fail =
        state === 0 || above === 0 ? 0 : this.#step(this.#fail[above] ?? 0, via[state] ?? 0);
      this.#fail[state] = fail;
      this.#report[state] = this.#text[state] === 0 ? (this.#report[fail] ?? 0) : state;
      if (state >= this.#denseStates) continue;
      const row = state * this.#width;
      for (let symbol = 1; symbol < this.#width; symbol += 1) {
        const child = this.#child(state, symbol);
        this.#dense[row + symbol] =
          child === 0 && state !== 0 ? (this.#dense[fail * this.#width + symbol] ?? 0) : child;
      }
    }
  }
}

interface Classes {
  readonly table: Uint32Array;
  /** The class of everything else included. */
  readonly count: number;
}

function classesOf(texts: readonly string[]): Classes {
  const used = new Uint8Array(0x10000);
  let last = 0;
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      used[unit] = 1;
      if (unit > last) last = unit;
    }
  }
  const table = new Uint32Array(last + 1);
  let count = 1;
  for (let unit = 0; unit <= last; unit += 1) {
    if (used[unit] === 1) table[unit] = count++;
  }
  return { table, count };
}

interface Trie {
  readonly states: number;
  readonly parent: Uint32Array;
  readonly via: Uint32Array;
  readonly depth: Uint32Array;
  readonly text: Uint32Array;
  readonly onlyClass: Uint32Array;
  readonly onlyChild: Uint32Array;
  readonly children: ReadonlyMap<number, number>;
}

/**
 * Level by level: texts are sorted, so those that share a state stand side by side, and the states of a level come one
 * after the other.
 */
function buildTrie(texts: readonly string[], { table, count }: Classes): Trie {
  const order = texts.map((_, index) => index).toSorted((a, b) => compare(texts[a], texts[b]));
  const sorted = order.map((index) => texts[index] ?? '');
  const most = 1 + sorted.reduce((sum, text) => sum + text.length, 0);
  const parent = new Uint32Array(most);
  const via = new Uint32Array(most);
  const depth = new Uint32Array(most);
  const ends = new Uint32Array(most);
  const onlyClass = new Uint32Array(most);
  const onlyChild = new Uint32Array(most);
  const children = new Map<number, number>();
  /** State each text has come to; only texts that go on are kept. */
  let open = sorted.map((_, index) => index);
  const at = new Uint32Array(sorted.length);
  let states = 1;
  for (let level = 0; open.length > 0; level += 1) {
    const longer: number[] = [];
    let lastParent = -1;
    let lastClass = -1;
    for (const index of open) {
      const text = sorted[index] ?? '';
      const above = at[index] ?? 0;
      const symbol = table[text.charCodeAt(level)] ?? 0;
      if (above !== lastParent || symbol !== lastClass) {
        const state = states++;
        parent[state] = above;
        via[state] = symbol;
        depth[state] = level + 1;
        addChild(above, symbol, state);
        lastParent = above;
        lastClass = symbol;
      }
      at[index] = states - 1;
      if (text.length === level + 1) ends[states - 1] = (order[index] ?? 0) + 1;
      else longer.push(index);
    }
    open = longer;
  }
  function addChild(above: number, symbol: number, state: number): void {
    const only = onlyChild[above] ?? 0;
    if (only === 0) {
      onlyChild[above] = state;
      onlyClass[above] = symbol;
      return;
    }
    if (only !== SEVERAL) children.set(above * count + (onlyClass[above] ?? 0), only);
    onlyChild[above] = SEVERAL;
    children.set(above * count + symbol, state);
  }
  return {
    states,
    parent: parent.slice(0, states),
    via: via.slice(0, states),
    depth: depth.slice(0, states),
    text: ends.slice(0, states),
    onlyClass: onlyClass.slice(0, states),
    onlyChild: onlyChild.slice(0, states),
    children,
  };
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
