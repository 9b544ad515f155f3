/** Bytes that are added at the end. */
export class GrowingBytes {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `more` bytes. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  push(byte: number): void {
    this.reserve(1);
    this.bytes[this.length] = byte;
    this.length += 1;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Seven bits a byte, the highest bit says that more follow. */
  pushVarint(value: number): void {
    let left = value;
    while (left > 0x7f) {
      this.push((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    this.push(left);
  }

  /** UTF-8. */
  pushText(text: string): number {
    this.reserve(text.length * 3);
    const { written } = ENCODER.encodeInto(text, this.bytes.subarray(this.length));
    this.length += written;
    return written;
  }

  /** A copy without spare room. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

const ENCODER = new TextEncoder();
