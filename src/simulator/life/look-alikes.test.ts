import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { numberAt, objectAt, textAt } from '../../lib/json.ts';
import type { Noise, SimulationOptions } from '../options.ts';
import { NO_NOISE } from '../options.ts';
import { PLACES, distance } from '../places.ts';
import { simulateSignins } from '../simulate.ts';

const START = Date.UTC(2026, 8, 7);
const HOUR = 3_600_000;

interface Seen {
  readonly account: string;
  readonly mode: string;
  readonly at: number;
  readonly code: number;
  readonly ip: string;
  readonly city: string;
  readonly country: string;
  readonly app: string;
  readonly record: JsonObject;
}

function live(noise: Partial<Noise>, options: Partial<SimulationOptions> = {}): Seen[] {
  const all = { seed: 'life', start: START, days: 14, people: 60, ...options };
  return [...simulateSignins({ ...all, noise: { ...NO_NOISE, ...noise } })].map(
    ({ line, label }) => {
      const record = JSON.parse(line) as JsonObject;
      const location = objectAt(record, 'location');
      return {
        account: label.account,
        mode: label.mode,
        at: Date.parse(label.time),
        code: numberAt(objectAt(record, 'status'), 'errorCode') ?? -1,
        ip: textAt(record, 'ipAddress') ?? '',
        city: textAt(location, 'city') ?? '',
        country: textAt(location, 'countryOrRegion') ?? '',
        app: textAt(record, 'clientAppUsed') ?? '',
        record,
      };
    },
  );
}

function accounts(seen: readonly Seen[]): Map<string, Seen[]> {
  return Map.groupBy(seen, (one) => one.account);
}

function successAfter(seen: readonly Seen[], one: Seen, within: number): boolean {
  return seen.some(
    (other) => other.code === 0 && other.at >= one.at && other.at - one.at <= within,
  );
}

describe('ordinary life', () => {
  it('happens in working hours, by weekday, and hardly at weekends', () => {
    const seen = live({});
    const laptop = seen.filter((one) => one.app === 'Browser');
    const weekday = (one: Seen) => new Date(one.at - 4 * HOUR).getUTCDay();
    const weekend = laptop.filter((one) => weekday(one) === 0 || weekday(one) === 6);
    expect(weekend.length / laptop.length).toBeLessThan(0.2);
    const night = laptop.filter((one) => new Date(one.at - 4 * HOUR).getUTCHours() < 5);
    expect(night.length / laptop.length).toBeLessThan(0.06);
  });

  it("follows the office's time zone", () => {
    const noon = (timeZone: string) => {
      const seen = live({}, { timeZone, days: 5 }).filter((one) => one.app === 'Browser');
      const hours = seen.map((one) => new Date(one.at).getUTCHours()).toSorted((a, b) => a - b);
      return hours[hours.length >> 1] ?? 0;
    };
    expect(noon('Europe/Berlin')).toBeGreaterThan(7);
    expect(noon('Europe/Berlin')).toBeLessThan(14);
    expect(noon('America/New_York')).toBeGreaterThan(13);
  });

  it('gives colleagues one office address, homes of their own, and phones many', () => {
    const seen = live({}).filter((one) => !one.ip.includes(':'));
    const office = Map.groupBy(seen, (one) => one.ip);
    const shared = [...office.values()].map(
      (group) => new Set(group.map((one) => one.account)).size,
    );
    expect(Math.max(...shared)).toBeGreaterThan(35);
    const perPerson = [...accounts(seen).values()].map(
      (own) => new Set(own.map((one) => one.ip)).size,
    );
    expect(Math.min(...perPerson)).toBeGreaterThan(2);
  });

  it('keeps user agents steady and updates them over months', () => {
    const seen = live({}, { days: 70, people: 3 });
    for (const own of accounts(seen).values()) {
      const agents = new Set(own.map((one) => textAt(one.record, 'userAgent')));
      expect(agents.size).toBeGreaterThan(4);
      expect(agents.size).toBeLessThan(30);
    }
  });
});

describe('what looks like an attack and is none', () => {
  it('typos are followed by the right password within seconds', () => {
    const seen = live({ typos: 0.3 });
    const typos = seen.filter((one) => one.mode === 'typo');
    expect(typos.length).toBeGreaterThan(50);
    const own = accounts(seen);
    for (const typo of typos) {
      expect(typo.code).toBe(50_126);
      expect(successAfter(own.get(typo.account) ?? [], typo, 240_000)).toBe(true);
    }
  });

  it('a phone with an old password retries for days over ActiveSync from its usual networks', () => {
    const seen = live({ forgottenPasswords: 0.05, stalePhones: 1 });
    const stale = seen.filter((one) => one.mode === 'stale-phone');
    const longest = [...accounts(stale).values()].map(
      (own) => (own.at(-1)?.at ?? 0) - (own[0]?.at ?? 0),
    );
    expect(Math.max(...longest)).toBeGreaterThan(48 * HOUR);
    for (const one of stale) {
      expect(one.app).toBe('Exchange ActiveSync');
      expect([50_126, 50_053]).toContain(one.code);
      expect(one.country).toBe('US');
    }
  });

  it('on a password-expiry morning everybody at work is refused once and then gets in', () => {
    const seen = live({ expiryMorning: 1 }, { days: 10, people: 100 });
    const own = accounts(seen);
    const refused = seen.filter((one) => one.code === 50_055);
    const first = new Set(refused.filter((one) => one.at < START + 40 * HOUR));
    expect(first.size).toBeGreaterThan(80);
    expect(new Set(refused.map((one) => one.account)).size).toBe(refused.length);
    for (const one of refused) {
      expect(successAfter(own.get(one.account) ?? [], one, HOUR / 2)).toBe(true);
    }
  });

  it('travellers move no faster than an aeroplane', () => {
    const seen = live({ travellers: 0.08 }, { days: 28, people: 40, remoteShare: 0 });
    const trips = seen.filter((one) => one.mode === 'traveller');
    expect(new Set(trips.map((one) => one.country)).size).toBeGreaterThan(3);
    const place = (one: Seen) => PLACES.find((other) => other.city === one.city);
    let flights = 0;
    for (const own of accounts(seen).values()) {
      for (const [index, one] of own.entries()) {
        const next = own[index + 1];
        const [from, to] = [place(one), next && place(next)];
        if (next === undefined || from === undefined || to === undefined || from === to) continue;
        flights++;
        expect(distance(from, to) / ((next.at - one.at) / HOUR)).toBeLessThan(850);
      }
    }
    expect(flights).toBeGreaterThan(40);
  });

  it('home-routed phones stay at home while their owners are abroad', () => {
    const seen = live({ travellers: 0.1, homeRoutedRoaming: 1 }, { days: 28 });
    const abroad = seen.filter((one) => one.mode === 'traveller' && one.country !== 'US');
    const both = abroad.some((one) =>
      seen.some(
        (other) =>
          other.account === one.account &&
          other.country === 'US' &&
          Math.abs(other.at - one.at) < 2 * HOUR,
      ),
    );
    expect(both).toBe(true);
  });

  it('VPN exits are shared by colleagues and change country within the hour', () => {
    const seen = live({ vpnUsers: 0.6 }).filter((one) => one.mode === 'vpn');
    const exits = [...Map.groupBy(seen, (one) => one.ip).values()];
    expect(exits.some((users) => new Set(users.map((one) => one.account)).size > 1)).toBe(true);
    const flips = [...accounts(seen).values()].flatMap((own) =>
      own.filter((one, index) => {
        const next = own[index + 1];
        return next !== undefined && next.country !== one.country && next.at - one.at < HOUR;
      }),
    );
    expect(flips.length).toBeGreaterThan(20);
    expect(seen.every((one) => [0, 50_074, 50_140].includes(one.code))).toBe(true);
  });

  it('privacy relays and Tor show where they are asked for', () => {
    const seen = live({ relayUsers: 1, torUsers: 0.3 });
    const modes = new Set(seen.map((one) => one.mode));
    expect(modes).toContain('privacy-relay');
    const tor = seen.filter((one) => one.mode === 'tor');
    expect(tor.length).toBeGreaterThan(20);
    expect(textAt(tor[0]?.record, 'riskLevelDuringSignIn')).toBe('medium');
  });

  it('new starters enrol a second factor on their first day', () => {
    const seen = live({ newStarters: 0.02 }, { people: 100 });
    const enrolled = accounts(seen.filter((one) => one.code === 50_072));
    expect(enrolled.size).toBeGreaterThan(5);
    for (const account of enrolled.keys()) {
      const first = seen.find((one) => one.account === account);
      expect(first?.code).toBe(50_072);
      expect(first?.at).toBeGreaterThan(START + 8 * HOUR);
    }
  });

  it('scanners keep one address and probe every ten minutes', () => {
    const seen = live({ scanners: 1 }, { people: 5, days: 8 }).filter(
      (one) => one.mode === 'scanner',
    );
    expect(new Set(seen.map((one) => one.ip)).size).toBe(1);
    expect(seen.filter((one) => one.code === 0)).toHaveLength(8 * 144);
    expect(seen.some((one) => one.code === 50_126)).toBe(true);
  });

  it('in an outage everybody is refused and tries again', () => {
    const outage = { start: START + 38 * HOUR, minutes: 60 };
    const seen = live({}, { outages: [outage], days: 3, people: 100 });
    const during = seen.filter(
      (one) => one.at >= outage.start && one.at < outage.start + 60 * 60_000,
    );
    expect(during.length).toBeGreaterThan(50);
    expect(during.every((one) => one.code === 90_033)).toBe(true);
  });
});
