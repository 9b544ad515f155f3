/** Texts as the encoding modifiers of Sigma rewrite them. A binary text holds one byte per character. */
export interface Encoded {
  readonly text: string;
  readonly binary: boolean;
}

/** First and last characters of a Base64 text that depend on what stands around the value, by its bytes' offset. */
const HEAD = [0, 2, 3] as const;
const TAIL = [0, 3, 2] as const;

/** Every form a value takes under one encoding modifier. */
export function encode(value: Encoded, modifier: string): readonly Encoded[] {
  switch (modifier) {
    case 'utf16le':
    case 'wide':
      return [{ text: utf16(value.text).toString('latin1'), binary: true }];
    case 'utf16be':
      return [{ text: utf16(value.text).swap16().toString('latin1'), binary: true }];
    case 'utf16':
      return [{ text: utf16(`\ufeff${value.text}`).toString('latin1'), binary: true }];
    case 'base64':
      return [{ text: bytes(value).toString('base64'), binary: false }];
    case 'base64offset':
      return HEAD.map((head, offset) => {
        const padded = Buffer.concat([Buffer.alloc(offset), bytes(value)]);
        const text = padded.toString('base64');
        const tail = TAIL[padded.length % 3] ?? 0;
        return { text: text.slice(head, text.length - tail), binary: false };
      });
    default:
      return [value];
  }
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function bytes({ text, binary }: Encoded): Buffer {
  return Buffer.from(text, binary ? 'latin1' : 'utf8');
}
