import { printable } from '../lib/printable.ts';
import { cut, thousands, WIDTH } from './style.ts';

export interface Progress {
  readonly file: string;
  readonly bytes: number;
  /** Absent when standard input is among the inputs. */
  readonly total?: number;
  readonly records: number;
}

/** Milliseconds between two drawings. */
const INTERVAL = 200;

const MEBIBYTE = 1024 * 1024;

/** One line of progress on a terminal, nothing elsewhere. */
export function createProgressBar(stream: NodeJS.WriteStream): {
  readonly update: (progress: Progress) => void;
  readonly clear: () => void;
} {
  if (!stream.isTTY) return { update: () => undefined, clear: () => undefined };
  let drawn = 0;
  return {
    update: (progress) => {
      const now = performance.now();
      if (now - drawn < INTERVAL) return;
      drawn = now;
      stream.write(`\r\u001b[2K${cut(render(progress), (stream.columns || WIDTH) - 1)}`);
    },
    clear: () => {
      if (drawn > 0) stream.write('\r\u001b[2K');
    },
  };
}

function render({ file, bytes, total, records }: Progress): string {
  const share =
    total === undefined || total === 0
      ? ''
      : `${String(Math.min(100, Math.floor((bytes / total) * 100))).padStart(3)} %  `;
  return `${share}${thousands(records)} records, ${thousands(Math.round(bytes / MEBIBYTE))} MiB  ${printable(file)}`;
}
