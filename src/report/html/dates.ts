/** Times as people read them, UTC. */

export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];

/** `3 Sep 2026, 08:12`. */
export function dateText(time: string): string {
  const date = new Date(time);
  return `${dayText(date)}, ${clockText(date)}`;
}

/** As briefly as it can be said: the day once where it is the same, the year once where it is. */
export function spanText(from: string, until: string): string {
  const [start, end] = [new Date(from), new Date(until)];
  const clock = clockText(end);
  if (from.slice(0, 16) === until.slice(0, 16)) return dateText(until);
  if (from.slice(0, 10) === until.slice(0, 10)) return `${dateText(from)} to ${clock}`;
  const sameYear = start.getUTCFullYear() === end.getUTCFullYear();
  const day = sameYear ? dayText(start).slice(0, -5) : dayText(start);
  return `${day}, ${clockText(start)} to ${dateText(until)}`;
}

function dayText(date: Date): string {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function clockText(date: Date): string {
  return `${String(date.getUTCHours()).padStart(2, '0')}:${String(date.getUTCMinutes()).padStart(2, '0')}`;
}
