import type { SlotValue } from '../reading.ts';
import type { Lexicon } from './lexicon.ts';
import { classValue } from './class-value.ts';

export interface TimeHit {
  readonly words: number;
  readonly classes: readonly string[];
  readonly value: SlotValue;
}

const CLOCK = /^(\d{1,2})(?::(\d{2}))?([ap])m?$/;
const HOUR = /^(\d{1,2})(?::(\d{2}))?$/;
const DAY = /^(\d{1,2})(?:st|nd|rd|th)?$/;

/** The time of day, date, year or number at `at`: `9 p.m.` → 21:00, `November 3rd` and `3 de noviembre` → 11-03. */
export function timeAt(
  words: readonly string[],
  at: number,
  lexicon: Lexicon,
): TimeHit | undefined {
  const word = words[at] ?? '';
  const month = monthAt(words, at, lexicon);
  if (month !== undefined) {
    const day = dayOf(words[at + 1]);
    return day === undefined
      ? undefined
      : { words: 2, classes: ['date'], value: `${month}-${day}` };
  }
  if (!/^[$\d]/.test(word)) return undefined;
  const clock = clockAt(words, at);
  if (clock !== undefined) return clock;
  const day = dayOf(word);
  for (const skip of day === undefined ? [] : [1, 2]) {
    if (skip === 2 && !/^(?:de|of)$/.test(words[at + 1] ?? '')) continue;
    const after = monthAt(words, at + skip, lexicon);
    if (after !== undefined)
      return { words: skip + 1, classes: ['date'], value: `${after}-${day}` };
  }
  const slashed = /^(\d{1,2})\/(\d{1,2})(?:\/\d{2,4})?$/.exec(word);
  if (
    slashed?.[1] !== undefined &&
    slashed[2] !== undefined &&
    Number(slashed[1]) <= 12 &&
    Number(slashed[2]) <= 31
  ) {
    return {
      words: 1,
      classes: ['date'],
      value: `${slashed[1].padStart(2, '0')}-${slashed[2].padStart(2, '0')}`,
    };
  }
  if (/^(?:19|20)\d\d$/.test(word))
    return { words: 1, classes: ['year', 'number'], value: Number(word) };
  const number = Number(word.replaceAll(/[$,%]|(?:st|nd|rd|th)$/g, ''));
  if (Number.isNaN(number)) return undefined;
  return {
    words: 1,
    classes: word.endsWith('%')
      ? ['percent', 'number', ...(number > 100 ? ['percent-over'] : [])]
      : ['number'],
    value: number,
  };
}

function monthAt(words: readonly string[], at: number, lexicon: Lexicon): string | undefined {
  const hit = lexicon.find(words, at);
  return hit === undefined ? undefined : classValue(lexicon, hit.entry.mask, 'month');
}

function dayOf(word: string | undefined): string | undefined {
  const day = DAY.exec(word ?? '')?.[1];
  return day !== undefined && Number(day) >= 1 && Number(day) <= 31
    ? day.padStart(2, '0')
    : undefined;
}

function clockAt(words: readonly string[], at: number): TimeHit | undefined {
  const word = words[at] ?? '';
  const joined = CLOCK.exec(word);
  if (joined !== null) return clockHit([joined[1], joined[2], joined[3]], 1);
  const hour = HOUR.exec(word);
  if (hour === null) return undefined;
  const next = words[at + 1] ?? '';
  const half = /^([ap])\.?m$/.exec(next)?.[1];
  if (half !== undefined) return clockHit([hour[1], hour[2], half], 2);
  // "p.m." comes as p, mark, m, mark.
  if (/^[ap]$/.test(next) && words[at + 2] === '.' && words[at + 3] === 'm') {
    return clockHit([hour[1], hour[2], next], words[at + 4] === '.' ? 5 : 4);
  }
  return hour[2] === undefined ? undefined : clockHit([hour[1], hour[2], undefined], 1);
}

type Parts = readonly [
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
];

function clockHit([hourText, minute, half]: Parts, words: number): TimeHit | undefined {
  const given = Number(hourText);
  if (given > 23 || Number(minute ?? 0) > 59) return undefined;
  const hour = half === 'p' && given < 12 ? given + 12 : half === 'a' && given === 12 ? 0 : given;
  return { words, classes: ['clock'], value: `${String(hour).padStart(2, '0')}:${minute ?? '00'}` };
}
