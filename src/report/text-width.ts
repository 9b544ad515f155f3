/** Characters that take two columns on a terminal: East Asian Wide and Fullwidth (Unicode UAX 11), in blocks. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** Characters written onto the one before. */
const COMBINING = /\p{M}/u;
const PLAIN = /^[\u0020-\u02ff]*$/;

/** Columns a printable text takes on a terminal. */
export function columns(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let total = 0;
  for (const char of text) total += widthOf(char);
  return total;
}

/** As much of the beginning as fits into `width` columns. */
export function fitting(text: string, width: number): string {
  if (PLAIN.test(text)) return text.slice(0, width);
  let total = 0;
  let end = 0;
  for (const char of text) {
    total += widthOf(char);
    if (total > width) break;
    end += char.length;
  }
  return text.slice(0, end);
}

function widthOf(char: string): number {
  if (COMBINING.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}
