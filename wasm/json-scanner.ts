// AssemblyScript, compiled to `src/intake/json-scanner.wasm` by `build.js`.
//
// Notes where the members of a JSON object stand, as strict as RFC 8259 and `JSON.parse`. Whatever it answers -1 for is
// left to `JSON.parse`: broken text, no object, an empty one, very many members, deep nesting, keys that are long or hold
// escapes or non-ASCII characters. Reads up to 16 bytes past the end it is given.

export const MAX_MEMBERS: i32 = 512;
export const STARTS: usize = 0x0000;
export const ENDS: usize = 0x0800;
export const KEY_STARTS: usize = 0x1000;
export const KEY_ENDS: usize = 0x1800;
export const MARKS: usize = 0x2000;
const BRACKETS: usize = 0x2400;
export const HASH: usize = 0x2800;
/** First byte for the caller's use. */
export const FREE: usize = 0x3000;

const MAX_DEPTH: i32 = 64;
const MAX_KEY: usize = 64;

const HAS_ESCAPES: i32 = 1;
const HAS_WIDE: i32 = 2;

let marks: i32 = 0;
let limit: usize = 0;

function skipSpace(from: usize): usize {
  let at = from;
  while (true) {
    const byte = load<u8>(at);
    if (byte > 0x20) return at;
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return at;
    at += 1;
  }
  return at;
}

/** The address after the string whose first character, behind the quote, is at `from`; 0: broken. */
function stringEnd(from: usize): usize {
  let at = from;
  const quotes = i8x16.splat(0x22);
  const slashes = i8x16.splat(0x5c);
  const controls = i8x16.splat(0x20);
  while (at < limit) {
    const piece = v128.load(at);
    const special = v128.or(
      v128.or(i8x16.eq(piece, quotes), i8x16.eq(piece, slashes)),
      i8x16.lt_u(piece, controls),
    );
    const stops = i8x16.bitmask(special);
    const wide = i8x16.bitmask(piece);
    if (stops == 0) {
      if (wide != 0) marks |= HAS_WIDE;
      at += 16;
      continue;
    }
    const run = ctz(stops);
    if ((wide & ((1 << run) - 1)) != 0) marks |= HAS_WIDE;
    at += run;
    const byte = load<u8>(at);
    if (byte == 0x22) return at < limit ? at + 1 : 0;
    if (byte != 0x5c) return 0;
    marks |= HAS_ESCAPES;
    at = escapeEnd(at + 1);
    if (at == 0) return 0;
  }
  return 0;
}

function escapeEnd(at: usize): usize {
  const byte = load<u8>(at);
  if (byte == 0x75) {
    for (let digit = at + 1; digit <= at + 4; digit++) {
      const code = load<u8>(digit);
      const letter = code | 0x20;
      if (!((letter >= 0x61 && letter <= 0x66) || (code >= 0x30 && code <= 0x39))) return 0;
    }
    return at + 5;
  }
  // " \ / b f n r t
  if (byte == 0x22 || byte == 0x5c || byte == 0x2f || byte == 0x62) return at + 1;
  if (byte == 0x66 || byte == 0x6e || byte == 0x72 || byte == 0x74) return at + 1;
  return 0;
}

function digitsEnd(from: usize): usize {
  let at = from;
  while (load<u8>(at) - 0x30 <= 9) at += 1;
  return at == from ? 0 : at;
}

function scalarEnd(from: usize): usize {
  const first = load<u8>(from);
  // "true", "fals", "null" as little-endian words
  if (first == 0x74) return load<u32>(from) == 0x65757274 ? from + 4 : 0;
  if (first == 0x66)
    return load<u32>(from) == 0x736c6166 && load<u8>(from + 4) == 0x65 ? from + 5 : 0;
  if (first == 0x6e) return load<u32>(from) == 0x6c6c756e ? from + 4 : 0;
  let at = first == 0x2d ? from + 1 : from;
  at = load<u8>(at) == 0x30 ? at + 1 : digitsEnd(at);
  if (at == 0) return 0;
  if (load<u8>(at) == 0x2e) {
    at = digitsEnd(at + 1);
    if (at == 0) return 0;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    const sign = load<u8>(at + 1);
    at = digitsEnd(sign == 0x2b || sign == 0x2d ? at + 2 : at + 1);
  }
  return at;
}

function closing(depth: i32): u8 {
  return load<u8>(BRACKETS + depth);
}

/** The address after the object or array that opens at `from`. */
function nestedEnd(from: usize): usize {
  let depth = 0;
  let at = from;
  while (at < limit) {
    const byte = load<u8>(at);
    let closes = false;
    if (byte == 0x7b || byte == 0x5b) {
      if (depth == MAX_DEPTH) return 0;
      depth += 1;
      store<u8>(BRACKETS + depth, byte + 2);
      at = skipSpace(at + 1);
      closes = load<u8>(at) == byte + 2;
    } else {
      at = byte == 0x22 ? stringEnd(at + 1) : scalarEnd(at);
      if (at == 0) return 0;
      at = skipSpace(at);
      if (load<u8>(at) == 0x2c) at = skipSpace(at + 1);
      else closes = true;
    }
    while (closes) {
      if (at >= limit || load<u8>(at) != closing(depth)) return 0;
      depth -= 1;
      at += 1;
      if (depth == 0) return at;
      at = skipSpace(at);
      closes = load<u8>(at) != 0x2c;
      if (!closes) at = skipSpace(at + 1);
    }
    if (closing(depth) == 0x7d) {
      if (load<u8>(at) != 0x22) return 0;
      at = stringEnd(at + 1);
      if (at == 0) return 0;
      at = skipSpace(at);
      if (load<u8>(at) != 0x3a) return 0;
      at = skipSpace(at + 1);
    }
  }
  return 0;
}

/** Members of the object from `start` to `end`; -1: not a plain object. */
export function scan(start: usize, end: usize): i32 {
  limit = end;
  let at = skipSpace(start);
  if (load<u8>(at) != 0x7b) return -1;
  at = skipSpace(at + 1);
  let count = 0;
  let hash: u64 = 0x9e3779b97f4a7c15;
  while (at < end) {
    if (load<u8>(at) != 0x22 || count == MAX_MEMBERS) return -1;
    marks = 0;
    const key = at + 1;
    at = stringEnd(key);
    if (at == 0 || marks != 0) return -1;
    const length = at - 1 - key;
    if (length > MAX_KEY) return -1;
    const slot = (<usize>count) << 2;
    store<u32>(KEY_STARTS + slot, <u32>key);
    store<u32>(KEY_ENDS + slot, <u32>(at - 1));
    hash = mixed(hash, key, length);
    at = skipSpace(at);
    if (load<u8>(at) != 0x3a) return -1;
    at = skipSpace(at + 1);
    store<u32>(STARTS + slot, <u32>at);
    const first = load<u8>(at);
    marks = 0;
    if (first == 0x22) at = stringEnd(at + 1);
    else if (first == 0x7b || first == 0x5b) at = nestedEnd(at);
    else at = scalarEnd(at);
    if (at == 0 || at > end) return -1;
    store<u32>(ENDS + slot, <u32>at);
    store<u8>(MARKS + count, <u8>marks);
    count += 1;
    at = skipSpace(at);
    const byte = load<u8>(at);
    if (at >= end) return -1;
    at = skipSpace(at + 1);
    if (byte == 0x2c) continue;
    if (byte != 0x7d || at < end) return -1;
    store<u32>(HASH, <u32>hash);
    store<u32>(HASH + 4, <u32>(hash >> 32) & 0x1fffff);
    return count;
  }
  return -1;
}

/** First and last eight bytes and the length: what tells the keys of one log apart; `sameKeys` has the last word. */
function mixed(hash: u64, key: usize, length: usize): u64 {
  // The quote before the key and what follows it may be read, not counted.
  let head = load<u64>(key);
  if (length < 8) head &= ((<u64>1) << ((<u64>length) << 3)) - 1;
  const tail = length < 8 ? 0 : load<u64>(key + length - 8);
  let mix = (hash ^ head) * 0xff51afd7ed558ccd;
  mix ^= mix >> 32;
  mix = (mix ^ tail ^ <u64>length) * 0xc4ceb9fe1a85ec53;
  return mix ^ (mix >> 29);
}

/** Whether the keys last scanned are those written at `template`: each its length in two bytes, then its bytes. */
export function sameKeys(template: usize, count: i32): bool {
  let at = template;
  for (let index = 0; index < count; index++) {
    const slot = (<usize>index) << 2;
    const key = <usize>load<u32>(KEY_STARTS + slot);
    const length = <usize>load<u32>(KEY_ENDS + slot) - key;
    if (<usize>load<u16>(at) != length) return false;
    at += 2;
    let done: usize = 0;
    while (done + 8 <= length) {
      if (load<u64>(at + done) != load<u64>(key + done)) return false;
      done += 8;
    }
    while (done < length) {
      if (load<u8>(at + done) != load<u8>(key + done)) return false;
      done += 1;
    }
    at += length;
  }
  return true;
}
