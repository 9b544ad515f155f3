import type { Paint } from '../report/style.ts';
import { WIDTH } from '../report/style.ts';
import { columns, fitting } from '../report/text-width.ts';

/** One thing said of a tree, before it is cut into lines for a terminal. All texts are printable. */
export interface TreeLine {
  /** Steps of indentation; absent: 0. */
  readonly depth?: number;
  /** Shown as ✓ or ✗ before the text. */
  readonly holds?: boolean;
  readonly title?: boolean;
  readonly text: string;
  /** Said less loudly, after the text. */
  readonly aside?: string;
  readonly warning?: string;
}

/** Indentation stops here, so that deep trees leave room for words. */
const MAX_INDENT = WIDTH / 2;

export function deeper(lines: readonly TreeLine[]): readonly TreeLine[] {
  return lines.map((line) => ({ ...line, depth: (line.depth ?? 0) + 1 }));
}

/** Lines of at most `WIDTH` columns; what does not fit goes on below the beginning of its text. */
export function layOut(lines: readonly TreeLine[], paint: Paint): readonly string[] {
  return lines.flatMap((line) => {
    const indent = ' '.repeat(Math.min(MAX_INDENT, 2 * (line.depth ?? 0)));
    const mark =
      line.holds === undefined ? '' : line.holds ? paint('green', '✓ ') : paint('red', '✗ ');
    const hang = `${indent}  `;
    const [head = '', ...tail] = broken(line, WIDTH - hang.length, paint);
    return [indent + mark + head, ...tail.map((rest) => hang + rest)];
  });
}

function broken(line: TreeLine, width: number, paint: Paint): readonly string[] {
  const own = folded(line.text, width);
  const lines = line.title === true ? own.map((text) => paint('bold', text)) : [...own];
  let taken = columns(own.at(-1) ?? '');
  for (const [style, text] of [
    ['dim', line.aside],
    ['yellow', line.warning],
  ] as const) {
    if (text === undefined) continue;
    if (taken + 2 + columns(text) <= width) {
      lines[lines.length - 1] += `  ${paint(style, text)}`;
      taken += 2 + columns(text);
      continue;
    }
    const below = folded(text, width);
    lines.push(...below.map((part) => paint(style, part)));
    taken = columns(below.at(-1) ?? '');
  }
  return lines;
}

/** Breaks a text at blanks, where it can, and keeps every blank within a line: values are shown as they are. */
export function folded(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(' ')) {
    if (line !== undefined && columns(line) + 1 + columns(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== undefined) lines.push(line.trimEnd());
    line = word;
    while (columns(line) > width) {
      // A single character may be wider than all there is.
      const part: string = fitting(line, width) || line;
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return [...lines, line ?? ''].filter((one, place) => one !== '' || place === 0);
}
