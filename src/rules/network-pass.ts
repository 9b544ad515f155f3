import type { Member } from './member.ts';
import type { Network } from './network.ts';
import { Held } from './pass.ts';
import type { Pass, Probe } from './pass.ts';

/** Networks of one family and prefix length, by their leading bits. */
interface Length {
  readonly bytes: number;
  readonly prefix: number;
  readonly probes: Map<string, Probe[]>;
}

/** Finds the networks an address lies in: one look-up for each length of prefix, however many networks there are. */
export class NetworkPass implements Pass {
  readonly #members: () => readonly Member[];
  readonly #record: () => number;
  readonly #held = new Held();
  readonly #lengths = new Map<string, Length>();

  constructor(members: () => readonly Member[], record: () => number) {
    this.#members = members;
    this.#record = record;
  }

  add({ bytes, prefix }: Network, probe: Probe): void {
    const name = `${bytes.length}/${prefix}`;
    let length = this.#lengths.get(name);
    if (length === undefined) {
      length = { bytes: bytes.length, prefix, probes: new Map() };
      this.#lengths.set(name, length);
    }
    const key = leadingBits(bytes, prefix);
    const have = length.probes.get(key);
    if (have === undefined) length.probes.set(key, [probe]);
    else have.push(probe);
  }

  held(): readonly Probe[] {
    if (!this.#held.begin(this.#record())) return this.#held.probes;
    for (const { address } of this.#members()) {
      if (address === undefined) continue;
      for (const { bytes, prefix, probes } of this.#lengths.values()) {
        if (bytes !== address.length) continue;
        this.#held.add(probes.get(leadingBits(address, prefix)) ?? []);
      }
    }
    return this.#held.probes;
  }
}

function leadingBits(bytes: readonly number[], prefix: number): string {
  const whole = prefix >> 3;
  let key = '';
  for (let index = 0; index < whole; index += 1) key += String.fromCharCode(bytes[index] ?? 0);
  const rest = prefix & 7;
  return rest === 0
    ? key
    : key + String.fromCharCode((bytes[whole] ?? 0) & ((0xff << (8 - rest)) & 0xff));
}
