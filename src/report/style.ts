import { styleText } from 'node:util';
import { columns, fitting } from './text-width.ts';

export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Colours text only where a terminal shows it (and `NO_COLOR` is not set). */
export function painter(stream: NodeJS.WriteStream): Paint {
  return (format, text) => styleText(format, text, { stream });
}

export const WIDTH = 80;

/** Breaks a sentence into lines of at most `width` columns; a longer word is broken. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    let rest = word;
    while (columns(rest) > width) {
      if (line !== '') lines.push(line);
      // A single character may be wider than all there is.
      const part = fitting(rest, width) || rest;
      lines.push(part);
      line = '';
      rest = rest.slice(part.length);
    }
    if (line === '') line = rest;
    else if (columns(line) + 1 + columns(rest) <= width) line += ` ${rest}`;
    else {
      lines.push(line);
      line = rest;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Cuts a text to `width` columns with an ellipsis. */
export function cut(text: string, width: number): string {
  return columns(text) <= width ? text : `${fitting(text, Math.max(0, width - 1))}…`;
}

/** Fills a text with blanks to `width` columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

export function thousands(count: number): string {
  return count.toLocaleString('en-GB');
}
