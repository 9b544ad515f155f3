import { printable } from '../lib/printable.ts';
import { cut, WIDTH } from '../report/style.ts';

/** One line on a terminal that says what is being done; nothing elsewhere. */
export function progressLine(stream: NodeJS.WriteStream): {
  readonly show: (text: string) => void;
  readonly clear: () => void;
} {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  const clear = (): void => {
    stream.write('\r\u001b[2K');
  };
  return {
    show: (text) => {
      clear();
      stream.write(cut(printable(text), (stream.columns || WIDTH) - 1));
    },
    clear,
  };
}
