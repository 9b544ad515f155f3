import type { RawRecords } from '../facts/import/records.ts';
import type { VipRow } from '../facts/import/vip-row.ts';
import { isObject, objectAt, textAt, arrayAt } from '../lib/json.ts';
import type { GazetteerEntry } from '../reading/words/gazetteer.ts';

interface Candidate {
  readonly name: string | undefined;
  readonly person: string | undefined;
  readonly party: string | undefined;
}

interface Person {
  readonly name: string;
  readonly nickname: string | undefined;
}

/** Kinds of rows names are made of, in reports of results (NIST SP 1500-100) and feeds (VIP) alike. */
export const NAME_ROWS: ReadonlySet<string> = new Set([
  'Candidate',
  'Person',
  'Party',
  'Coalition',
]);

/** Collects the candidates and parties of an election office's own file. */
export class BallotNames {
  readonly #candidates = new Map<string, Candidate>();
  readonly #people = new Map<string, Person>();
  readonly #parties = new Map<
    string,
    { readonly name: string; readonly short: string | undefined }
  >();

  add(row: VipRow): void {
    const { id } = row;
    if (row.type === 'Candidate') {
      this.#candidates.set(id, {
        name: row.one('BallotName'),
        person: row.one('PersonId'),
        party: row.many('PartyId')[0] ?? row.many('PartyIds')[0],
      });
    } else if (row.type === 'Person') {
      const parts = ['FirstName', 'MiddleName', 'LastName'].map((part) => row.one(part) ?? '');
      const name = row.one('FullName') ?? parts.filter((part) => part !== '').join(' ');
      this.#people.set(id, { name, nickname: row.one('Nickname') });
    } else {
      const name = row.one('Name');
      if (name !== undefined) this.#parties.set(id, { name, short: row.one('Abbreviation') });
    }
  }

  /** `ballots` are the facts of the same file: they tell who stands where, for what. */
  entries({ records }: RawRecords): readonly GazetteerEntry[] {
    const byName = new Map<string, Candidate>();
    for (const candidate of this.#candidates.values()) {
      const name = this.#nameOf(candidate);
      if (name !== undefined) byName.set(name, candidate);
    }
    const entries: GazetteerEntry[] = [];
    const placed = new Set<string>();
    for (const { value } of records) {
      if (!isObject(value) || textAt(value, 'kind') !== 'eligibility') continue;
      const at = { jurisdiction: textAt(value, 'jurisdiction'), race: textAt(value, 'race') };
      for (const ballot of arrayAt(objectAt(value, 'data'), 'candidates')) {
        if (typeof ballot !== 'string') continue;
        // A ticket is two people in one place.
        for (const name of byName.has(ballot) ? [ballot] : ballot.split(' and ')) {
          const candidate = byName.get(name);
          if (candidate === undefined) continue;
          placed.add(name);
          entries.push({ ...this.#entry(name, candidate), ...at });
        }
      }
    }
    for (const [name, candidate] of byName)
      if (!placed.has(name)) entries.push(this.#entry(name, candidate));
    for (const { name, short } of this.#parties.values())
      entries.push({ name, kind: 'party', weak_aliases: short === undefined ? [] : [short] });
    return entries;
  }

  #nameOf({ name, person }: Candidate): string | undefined {
    const own = name ?? this.#people.get(person ?? '')?.name;
    return own === '' ? undefined : own;
  }

  #entry(name: string, { party, person }: Candidate): GazetteerEntry {
    const known = this.#people.get(person ?? '');
    const surname = name.split(' ').at(-1) ?? name;
    const aliases = [
      ...(known === undefined || known.name === name || known.name === '' ? [] : [known.name]),
      ...(known?.nickname === undefined ? [] : [`${known.nickname} ${surname}`]),
    ];
    return { name, kind: 'candidate', aliases, party: this.#parties.get(party ?? '')?.name };
  }
}
