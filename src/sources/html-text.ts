import { Parser } from 'htmlparser2';
import type { TextOffsets } from '../events/post.ts';

/** Elements that begin a new line of their own. */
const BLOCKS: ReadonlySet<string> = new Set(
  'p div br li ul ol blockquote h1 h2 h3 h4 h5 h6 pre tr'.split(' '),
);
/** Elements nobody reads. Mastodon marks the part of a link that it hides as `invisible`. */
const HIDDEN: ReadonlySet<string> = new Set(['script', 'style', 'template', 'title']);

/** The text a reader of HTML sees, with the way back. Blocks are parted by one line break. */
export function textOfHtml(html: string): {
  readonly text: string;
  readonly offsets: TextOffsets;
} {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const stack: boolean[] = [];
  let hidden = 0;
  let ended = true;
  const add = (text: string, from: number, to: number): void => {
    const plain = text.length === to - from;
    for (let at = 0; at < text.length; at += 1) {
      starts.push(plain ? from + at : from);
      ends.push(plain ? from + at + 1 : to);
    }
    parts.push(text);
    ended = text.endsWith('\n');
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const hides = HIDDEN.has(name) || /\binvisible\b/.test(attributes['class'] ?? '');
        stack.push(hides);
        if (hides) hidden += 1;
        if (BLOCKS.has(name) && !ended) add('\n', parser.startIndex, parser.endIndex + 1);
      },
      onclosetag() {
        if (stack.pop() === true) hidden -= 1;
      },
      ontext(text) {
        if (hidden === 0) add(text, parser.startIndex, parser.endIndex + 1);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return {
    text: parts.join(''),
    offsets: { starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) },
  };
}
