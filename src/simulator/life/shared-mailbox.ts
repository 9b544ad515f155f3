import { APPS } from '../applications.ts';
import type { Account, Facts, Origin, SignInFacts } from '../facts.ts';
import { internet } from '../internet.ts';
import { clientOf } from '../devices.ts';
import type { Organisation } from '../organisation.ts';
import type { Settings } from '../options.ts';
import type { Person } from '../person.ts';
import { drawPerson, personRandom } from '../person.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR, MINUTE, SECOND, localMidnight, localWeekday } from '../zone.ts';
import { benign, isDown } from './scene.ts';
import { drawMemory, officeAt, officeOrigin } from './whereabouts.ts';

const NAMES = ['frontdesk', 'newsdesk', 'bookings', 'field-team', 'canvass'] as const;
const MEMBERS = [2, 6] as const;
/** Days between two changes of the one password. */
const PASSWORD_LIFE = [30, 90] as const;
/** Tries of somebody who has not heard of the new password, before asking. */
const OLD_TRIES = [1, 5] as const;

interface Member {
  readonly person: Person;
  readonly home: Origin;
  /** Has heard of the present password. */
  informed: boolean;
}

/**
 * One mailbox with one password and no second factor, used by several people from the office, home and their phones.
 * When the password is changed, the others try the old one for a while. Members keep the address at home they began
 * with.
 */
export function* sharedMailboxLife(
  settings: Settings,
  organisation: Organisation,
  index: number,
): Generator<Facts> {
  const random = organisation.random.fork(`shared mailbox ${index}`);
  const { tenant, place } = organisation;
  const name = NAMES[index % NAMES.length] ?? 'frontdesk';
  const account: Account = {
    tenant,
    name: `${name}${index < NAMES.length ? '' : index}@${tenant.domain}`,
    displayName: name,
    id: random.uuid(),
  };
  const members = drawMembers(settings, organisation, random);
  let midnight = localMidnight(place.zone, settings.start);
  let changes = random.between(2, PASSWORD_LIFE[1]);
  for (let day = 0; midnight < settings.end; day++) {
    const weekday = localWeekday(place.zone, midnight + 12 * HOUR);
    if (day >= changes) {
      changes = day + random.between(...PASSWORD_LIFE);
      const knows = random.pick(members);
      for (const member of members) member.informed = member === knows;
    }
    const today: SignInFacts[] = [];
    for (const member of members) {
      if (!random.chance(weekday === 0 || weekday === 6 ? 0.1 : 0.55)) continue;
      today.push(...uses(settings, organisation, { account, member, midnight }, random));
    }
    today.sort((one, other) => one.time - other.time);
    for (const facts of today) {
      if (facts.time >= settings.start && !isDown(settings, facts.time)) yield facts;
    }
    midnight = localMidnight(place.zone, midnight + 26 * HOUR);
  }
}

function drawMembers(settings: Settings, organisation: Organisation, random: Random): Member[] {
  const everyone = organisation.accounts.map((_, person) => person);
  return random.sample(everyone, random.whole(...MEMBERS)).map((index) => {
    const person = drawPerson(organisation, index, settings.mfaShare, internet());
    const memory = drawMemory(person, personRandom(organisation, index).fork('memory'), 0);
    return { person, home: memory.lease, informed: true };
  });
}

/** One member's use on one day; all of it before midnight. */
function uses(
  settings: Settings,
  organisation: Organisation,
  now: { account: Account; member: Member; midnight: number },
  random: Random,
): SignInFacts[] {
  const { account, member, midnight } = now;
  const { person } = member;
  const weekday = localWeekday(person.place.zone, midnight + 12 * HOUR);
  const phone = random.chance(0.25);
  const inOffice = person.officeDays.has(weekday);
  let time = midnight + Math.min(1200, person.startsAt + random.between(10, 400)) * MINUTE;
  const office = officeOrigin(officeAt(organisation, time), 1);
  const origin = inOffice ? office : member.home;
  const base = {
    kind: 'sign-in',
    account,
    origin,
    client: clientOf(phone ? person.phone : person.laptop, phone ? 'native' : 'browser', time),
    application: phone ? APPS.outlookMobile : APPS.webMail,
    interactive: true,
    proof: 'password',
  } as const;
  const list: SignInFacts[] = [];
  const wrong = (mode: string): void => {
    list.push({ ...base, time, code: 50_126, session: '', story: benign(mode) });
    time += random.between(5, 40) * SECOND;
  };
  if (!member.informed) {
    for (let turn = random.whole(...OLD_TRIES); turn > 0; turn--) wrong('shared-mailbox');
    time += random.between(5, 120) * MINUTE;
    // Some give up for the day.
    if (random.chance(0.3)) return list;
    member.informed = true;
  }
  if (random.chance(organisation.noise.typos)) wrong('typo');
  list.push({ ...base, time, code: 0, session: random.uuid(), story: benign('shared-mailbox') });
  return list.filter((facts) => facts.time < Math.min(midnight + DAY, settings.end));
}
