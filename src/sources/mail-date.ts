const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const RFC5322 =
  /(\d{1,2})[ -]([a-z]{3})[a-z]{0,6}[ -](\d{2,4}),? +(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([+-]\d{4}|[a-z]{1,5})?/i;
/** `Mon Jun 24 17:06:54 2002`, with a zone or not. */
const CTIME =
  /([a-z]{3}) +(\d{1,2}) (\d{1,2}):(\d\d)(?::(\d\d))? (?:([+-]\d{4}|[a-z]{1,5}) )?(\d{4})/i;

/** Hours east of Greenwich of the names RFC 5322 knows; all others mean nothing. */
const ZONES: Readonly<Record<string, number>> = {
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

/** Milliseconds since 1970 of a time as mail writes it (RFC 5322 with its old forms; the line above a message in an mbox). */
export function mailTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const short = text.slice(0, 200);
  const plain = RFC5322.exec(short);
  if (plain !== null) {
    const [, day, month = '', year = '', hour, minute, second, zone] = plain;
    return timeOf({ day, month, year, hour, minute, second, zone });
  }
  const [, month, day, hour, minute, second, zone, year] = CTIME.exec(short) ?? [];
  if (month === undefined || year === undefined) return undefined;
  return timeOf({ day, month, year, hour, minute, second, zone });
}

function timeOf(parts: {
  readonly day: string | undefined;
  readonly month: string;
  readonly year: string;
  readonly hour: string | undefined;
  readonly minute: string | undefined;
  readonly second: string | undefined;
  readonly zone: string | undefined;
}): number | undefined {
  const month = MONTHS.indexOf(parts.month.toLowerCase());
  const number = Number(parts.year);
  const year = parts.year.length > 3 ? number : number + (number < 50 ? 2000 : 1900);
  const [day, hour, minute] = [Number(parts.day), Number(parts.hour), Number(parts.minute)];
  if (month === -1 || year < 1970 || day < 1 || day > 31 || hour > 23 || minute > 59)
    return undefined;
  const time = Date.UTC(year, month, day, hour, minute, Number(parts.second ?? 0));
  return Number.isFinite(time) ? time - offsetOf(parts.zone ?? '') : undefined;
}

function offsetOf(zone: string): number {
  if (!/^[+-]/.test(zone)) return (ZONES[zone.toLowerCase()] ?? 0) * 3_600_000;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
