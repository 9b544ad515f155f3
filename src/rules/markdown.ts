import { printable } from '../lib/printable.ts';

/** Texts of rules as Markdown that shows them and nothing else: rules come from anywhere. */

/** Characters that mean something to Markdown, HTML or GitHub's additions anywhere in a line. */
const MARKS = /[\\`*_[\]<>&|~#$]/g;
/** What GitHub makes a link of by itself. */
const BARE_LINKS = /(?<=https?|ftp|mailto|xmpp)(?=:)|(?<=\bwww)(?=\.)|(?=@)/gi;
/** What makes a list, a heading or a rule of the beginning of a line. */
const LINE_START = /^(?:[-+=]|\d+(?=[.)]))/;

/** On one line. */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(MARKS, '\\$&')
    .replace(BARE_LINKS, '\\')
    .replace(LINE_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** As code; not for tables, where `|` would end the cell. */
export function markdownCode(text: string): string {
  const plain = printable(text).replace(/\s+/g, ' ').trim();
  if (plain === '') return '` `';
  const runs = plain.match(/`+/g)?.map(({ length }) => length) ?? [];
  let fence = '`';
  while (runs.includes(fence.length)) fence += '`';
  const pad = /^`|`$/.test(plain) ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

const WEB_ADDRESS = /^https?:\/\/[\w.~:/?#@!$&()*+,;=%-]+$/i;

/** A link where the text is a web address, else the text. */
export function markdownLink(text: string): string {
  return WEB_ADDRESS.test(text) ? `<${text}>` : markdownText(text);
}
