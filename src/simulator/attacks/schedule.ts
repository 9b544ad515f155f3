import { DAY, HOUR, localWeekday, zoneOffset } from '../zone.ts';
import type { AttackContext } from './attack.ts';

/** When an attacker works: the words of the rate `hours`. */
export const SCHEDULES = ['always', 'office', 'night', 'shift'] as const;

const OFFICE_HOURS = [8, 18] as const;
const NIGHT_HOURS = [19, 6] as const;
const SHIFT_HOURS = [8, 18] as const;
/** How far east of UTC a desk that works in shifts may sit, in hours. */
const SHIFT_OFFSET = [2, 9] as const;
/** Draws of another moment before a day is given up. */
const MAX_DRAWS = 40;

/**
 * Whether the attacker works at a time. `office` keeps to weekdays from 8 to 18 at the target, `night` to 19 to 6 there,
 * `shift` to working days from 8 to 18 somewhere east, the same for the whole campaign.
 */
export function awake(context: AttackContext, hours: string): (time: number) => boolean {
  const { zone } = context.organisation.place;
  if (hours === 'office') {
    return (time) =>
      isWorkday(localWeekday(zone, time)) && within(hourIn(zone, time), OFFICE_HOURS);
  }
  if (hours === 'night') return (time) => within(hourIn(zone, time), NIGHT_HOURS);
  if (hours === 'shift') {
    const offset = context.shared.fork('shift').whole(...SHIFT_OFFSET) * HOUR;
    return (time) =>
      isWorkday(new Date(time + offset).getUTCDay()) &&
      within(((time + offset) % DAY) / HOUR, SHIFT_HOURS);
  }
  return () => true;
}

/** The first draw at which the attacker is awake; undefined when none of many is. */
export function awakeMoment(
  isAwake: (time: number) => boolean,
  draw: () => number,
): number | undefined {
  for (let turn = 0; turn < MAX_DRAWS; turn++) {
    const time = draw();
    if (isAwake(time)) return time;
  }
  return undefined;
}

function hourIn(zone: string, time: number): number {
  return ((time + zoneOffset(zone, time)) % DAY) / HOUR;
}

/** From the first hour to the second, over midnight when the second is the smaller. */
function within(hour: number, [from, to]: readonly [number, number]): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

function isWorkday(weekday: number): boolean {
  return weekday > 0 && weekday < 6;
}
