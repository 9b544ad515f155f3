import { parseTime } from '../lib/time.ts';

const JSON_DATE = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
const MONTH_FIRST =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4}),?\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?$/;

/**
 * Reads a time as Microsoft's exports write it, always UTC: RFC 3339 with up to nine decimals, `/Date(ms)/` of Windows
 * PowerShell's ConvertTo-Json, and `5/20/2023 1:01:07 PM` of Search-UnifiedAuditLog and of Log Analytics' CSV (which
 * has a comma after the date). The last is month first, the invariant culture's way; a date that is not possible so is
 * refused, because a file written day first would be misread on other lines.
 */
export function microsoftTime(text: string): number | undefined {
  const trimmed = text.trim();
  const iso = parseTime(trimmed);
  if (iso !== undefined) return iso;
  const json = JSON_DATE.exec(trimmed);
  if (json !== null) {
    const ms = Number(json[1]);
    return Number.isNaN(new Date(ms).getTime()) ? undefined : ms;
  }
  return monthFirst(trimmed);
}

function monthFirst(text: string): number | undefined {
  const match = MONTH_FIRST.exec(text);
  if (match === null) return undefined;
  const [, month = '', day = '', year = '', hour = '', minute, second = '00', fraction, half] =
    match;
  const h = half === undefined ? Number(hour) : twelveHours(Number(hour), half);
  if (h === undefined) return undefined;
  const decimals = fraction === undefined ? '' : `.${fraction}`;
  return parseTime(`${year}-${two(month)}-${two(day)}T${two(h)}:${minute}:${second}${decimals}Z`);
}

function two(part: string | number): string {
  return String(part).padStart(2, '0');
}

function twelveHours(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}
