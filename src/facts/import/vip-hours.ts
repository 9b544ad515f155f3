import type { VipRow } from './vip-row.ts';

/** When a place is open: each day from one to the other, local time. */
export interface VipSpan {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly open: string | undefined;
  readonly close: string | undefined;
}

/** The spans of an HoursOpen element, or of the rows of `schedule.txt` that name it. */
export function spansOf(
  hours: VipRow | undefined,
  schedules: readonly VipRow[],
  id: string,
): readonly VipSpan[] {
  const own = hours?.within('Schedule') ?? [];
  const apart = schedules.filter((row) => row.one('HoursOpenId') === id);
  return [...own, ...apart].flatMap((schedule) => {
    const from = schedule.one('StartDate');
    const to = schedule.one('EndDate') ?? from;
    const inside = schedule.within('Hours');
    return (inside.length === 0 ? [schedule] : inside).map((span) => ({
      from,
      to,
      open: clock(span.one('StartTime')),
      close: clock(span.one('EndTime')),
    }));
  });
}

/** `07:00:00-05:00` is seven in the morning there. */
function clock(time: string | undefined): string | undefined {
  return /^(\d\d:\d\d)/.exec(time ?? '')?.[1];
}
