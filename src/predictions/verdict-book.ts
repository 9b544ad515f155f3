import type { Json } from '../lib/json.ts';
import { arrayAt, isObject, textAt, textOf } from '../lib/json.ts';
import { MAX_VERDICTS } from './limits.ts';
import type { PredictionCategory, Verdict } from './verdict.ts';
import { CATEGORIES } from './verdict.ts';

/** What a byte of an index says: the number of a verdict in the lowest six bits, and two marks. */
export const VERDICT_BITS = 0x3f;
/** A kill switch has its template. */
export const KILLED = 0x40;
/** A newer segment has the query. */
export const DEAD = 0x80;

/** What is put to nothing at once: all that touches a category, all a clause is about, all queries of a template. */
export interface KillSwitch {
  readonly kind: 'category' | 'clause' | 'template';
  readonly value: string;
}

type Kind = Omit<Verdict, 'template'>;

const UNDECIDED: Kind = { action: 'undecided' };

/** The verdicts of an index by number, its templates, its kill switches, and with them which bytes are shown. */
export class VerdictBook {
  readonly #kinds: (Kind | undefined)[] = [UNDECIDED];
  readonly #numbers = new Map<string, number>([[keyOf(UNDECIDED), 0]]);
  readonly templates: string[] = [];
  readonly #templateIds = new Map<string, number>();
  readonly #switches = new Map<string, KillSwitch>();
  /** By byte: 1 when queries with it are shown. The same array for ever. */
  readonly shown = new Uint8Array(256);
  #showsUndecided = false;

  constructor() {
    this.#update();
  }

  /** Whether queries no guard has decided on are shown. */
  get showsUndecided(): boolean {
    return this.#showsUndecided;
  }

  set showsUndecided(value: boolean) {
    this.#showsUndecided = value;
    this.#update();
  }

  get switches(): readonly KillSwitch[] {
    return [...this.#switches.values()];
  }

  /** Undefined when there are too many different ones. */
  numberOf(verdict: Verdict): number | undefined {
    const key = keyOf(verdict);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const free = this.#kinds.indexOf(undefined);
    const number = free === -1 ? this.#kinds.length : free;
    if (number > MAX_VERDICTS) return undefined;
    const { action, category, clause } = verdict;
    this.#kinds[number] = { action, category, clause };
    this.#numbers.set(key, number);
    this.#update();
    return number;
  }

  kindOf(byte: number): Kind {
    return this.#kinds[byte & VERDICT_BITS] ?? UNDECIDED;
  }

  /** Forgets the verdicts nothing has any more, so that their numbers can be used again. */
  keepOnly(used: ReadonlySet<number>): void {
    for (const [number, kind] of this.#kinds.entries()) {
      if (number === 0 || kind === undefined || used.has(number)) continue;
      this.#kinds[number] = undefined;
      this.#numbers.delete(keyOf(kind));
    }
    this.#update();
  }

  templateId(template: string): number {
    const known = this.#templateIds.get(template);
    if (known !== undefined) return known;
    this.#templateIds.set(template, this.templates.length);
    return this.templates.push(template) - 1;
  }

  knownTemplate(template: string): number | undefined {
    return this.#templateIds.get(template);
  }

  isKilled(template: number | undefined): boolean {
    return template !== undefined && this.#switches.has(`template:${this.templates[template]}`);
  }

  set(killed: KillSwitch, on: boolean): void {
    if (on) this.#switches.set(`${killed.kind}:${killed.value}`, killed);
    else this.#switches.delete(`${killed.kind}:${killed.value}`);
    this.#update();
  }

  #update(): void {
    for (const number of this.shown.keys()) {
      const kind = this.#kinds[number];
      this.shown[number] =
        number <= VERDICT_BITS && kind !== undefined && this.#shows(kind) ? 1 : 0;
    }
  }

  #shows({ action, category, clause }: Kind): boolean {
    if (this.#switches.has(`category:${category}`) || this.#switches.has(`clause:${clause}`))
      return false;
    return action === 'keep' || (action === 'undecided' && this.#showsUndecided);
  }

  toJson(): Json {
    return {
      kinds: this.#kinds.map((kind) => (kind === undefined ? null : { ...kind })),
      templates: this.templates,
      switches: this.switches.map(({ kind, value }) => ({ kind, value })),
    };
  }

  static fromJson(json: Json | undefined): VerdictBook {
    const book = new VerdictBook();
    if (!isObject(json)) return book;
    for (const [number, kind] of arrayAt(json, 'kinds').entries()) {
      if (number === 0) continue;
      const read = isObject(kind) ? kindOf(textAt(kind, 'action'), kind) : undefined;
      book.#kinds[number] = read;
      if (read !== undefined) book.#numbers.set(keyOf(read), number);
    }
    for (const template of arrayAt(json, 'templates')) book.templateId(textOf(template) ?? '');
    for (const one of arrayAt(json, 'switches')) {
      if (!isObject(one)) continue;
      const kind = textAt(one, 'kind');
      const value = textAt(one, 'value') ?? '';
      if (kind === 'category' || kind === 'clause' || kind === 'template')
        book.#switches.set(`${kind}:${value}`, { kind, value });
    }
    book.#update();
    return book;
  }
}

function kindOf(action: string | undefined, json: Parameters<typeof textAt>[0]): Kind | undefined {
  if (action !== 'keep' && action !== 'suppress' && action !== 'undecided') return undefined;
  const category = CATEGORIES.find((one) => one === textAt(json, 'category'));
  return { action, category, clause: textAt(json, 'clause') };
}

function keyOf({ action, category, clause }: Kind): string {
  return JSON.stringify([action, category satisfies PredictionCategory | undefined, clause]);
}
