import type { Figure } from '../evaluation/figure.ts';
import type { Requirement } from '../evaluation/requirements.ts';
import { unreachable } from '../lib/assert.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** The value of a figure, short: `98.4 %`, `12 min`, `0.08`. A dash when there was nothing to measure. */
export function valueText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (value === undefined) return '–';
  switch (unit) {
    case 'share':
      return `${percent(value)} %`;
    case 'minutes':
      return delayText(value);
    case 'per-week':
      return rateText(value);
    case 'seconds':
      return `${value.toFixed(1)} s`;
    case 'megabytes':
      return `${Math.round(value)} MB`;
    case 'count':
      return String(value);
    default:
      return unreachable(unit);
  }
}

/** `92.1–100 %`, empty where there is none. */
export function intervalText({ interval, unit }: Figure): string {
  if (interval === undefined) return '';
  const { low, high } = interval;
  return unit === 'share'
    ? `${percent(low)}–${percent(high)} %`
    : `${rateText(low)}–${rateText(high)}`;
}

/** `19 of 20`; for a rate `3 in 52.0 weeks`. */
export function countsText({ counts, unit }: Figure): string {
  if (counts === undefined) return '';
  const { part, whole } = counts;
  return unit === 'per-week' ? `${part} in ${whole.toFixed(1)} weeks` : `${part} of ${whole}`;
}

/** `≥ 98 %`, `< 0.1`. */
export function limitText({ least, below }: Requirement, unit: Figure['unit']): string {
  const sign = least === undefined ? '<' : '≥';
  return `${sign} ${valueText({ value: least ?? below ?? 0, unit })}`;
}

/** Down to a tenth, never up: 99.96 % is not 100 %. */
export function percent(share: number): string {
  const tenths = Math.floor(share * 1000 + 1e-9) / 10;
  return Number.isInteger(tenths) ? String(tenths) : tenths.toFixed(1);
}

function delayText(minutes: number): string {
  if (minutes < 10) return `${minutes.toFixed(1)} min`;
  if (minutes < 2 * HOUR) return `${Math.round(minutes)} min`;
  if (minutes < 2 * DAY) return `${(minutes / HOUR).toFixed(1)} h`;
  return `${(minutes / DAY).toFixed(1)} d`;
}

function rateText(rate: number): string {
  if (rate === 0) return '0';
  if (rate < 0.001) return '<0.001';
  return rate < 1 ? rate.toFixed(3) : rate.toFixed(2);
}
