/** Up to that many, looking through them is cheaper than a set, and the list is kept without room to grow. */
const FEW = 8;

/** Different texts in order of first sight, up to a limit; beyond it they are no longer told apart. */
export class Distinct {
  #texts: string[] = [];
  #set: Set<string> | undefined;

  get size(): number {
    return this.#texts.length;
  }

  get texts(): readonly string[] {
    return this.#texts;
  }

  /** False when it was there already. */
  add(text: string, limit: number): boolean {
    if (this.#set?.has(text) ?? this.#texts.includes(text)) return false;
    if (this.#texts.length >= limit) return true;
    if (this.#texts.length < FEW) {
      // Not spread, nor pushed to: either leaves room for sixteen more.
      this.#texts = this.#texts.concat(text);
      return true;
    }
    this.#set ??= new Set(this.#texts);
    this.#set.add(text);
    this.#texts.push(text);
    return true;
  }
}
