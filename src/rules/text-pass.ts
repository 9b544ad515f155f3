import { Automaton } from './automaton.ts';
import type { Sighting } from './automaton.ts';
import type { Member } from './member.ts';
import { Held } from './pass.ts';
import type { Pass, Probe } from './pass.ts';
import type { Place } from './plan.ts';

const NONE: readonly Probe[] = [];

/** Finds the parts of texts that any rule looks for in one field, in one pass over its value. */
export class TextPass implements Pass, Sighting {
  readonly #cased: boolean;
  readonly #members: () => readonly Member[];
  readonly #record: () => number;
  readonly #held = new Held();
  readonly #numbers = new Map<string, number>();
  readonly #probes: Readonly<Record<Place, (readonly Probe[] | undefined)[]>> = {
    contains: [],
    startswith: [],
    endswith: [],
  };
  /** Ask for an empty text: any text has one. */
  readonly #anyText: Probe[] = [];
  #automaton: Automaton | undefined;

  constructor(cased: boolean, members: () => readonly Member[], record: () => number) {
    this.#cased = cased;
    this.#members = members;
    this.#record = record;
  }

  /** Before the first record only. Texts are folded unless the pass is cased. */
  add(place: Place, texts: readonly string[], probe: Probe): void {
    const probes = this.#probes[place];
    for (const text of texts) {
      if (text === '') {
        this.#anyText.push(probe);
        continue;
      }
      let number = this.#numbers.get(text);
      if (number === undefined) this.#numbers.set(text, (number = this.#numbers.size));
      const have = probes[number];
      probes[number] = have === undefined ? [probe] : [...have, probe];
    }
  }

  held(): readonly Probe[] {
    if (!this.#held.begin(this.#record())) return this.#held.probes;
    const automaton = (this.#automaton ??= new Automaton([...this.#numbers.keys()]));
    automaton.begin();
    for (const member of this.#members()) {
      const text = this.#cased ? member.text : member.folded;
      if (text === undefined) continue;
      this.#held.add(this.#anyText);
      automaton.find(text, this);
    }
    return this.#held.probes;
  }

  anywhere(number: number): void {
    this.#held.add(this.#probes.contains[number] ?? NONE);
  }

  atStart(number: number): void {
    this.#held.add(this.#probes.startswith[number] ?? NONE);
  }

  atEnd(number: number): void {
    this.#held.add(this.#probes.endswith[number] ?? NONE);
  }
}
