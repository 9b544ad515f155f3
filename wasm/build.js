// Compiles json-scanner.ts and notes in the module which source it was made of, so that a test can tell a stale one.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const source = readFileSync(new URL('json-scanner.ts', import.meta.url));
const { error } = await asc.main(
  [
    'json-scanner.ts',
    '--baseDir',
    fileURLToPath(new URL('.', import.meta.url)),
    '--outFile',
    'json-scanner.wasm',
    '--runtime=stub',
    '--enable=simd',
    '--noAssert',
    '--optimizeLevel=3',
  ],
  {
    writeFile(name, contents) {
      if (name !== 'json-scanner.wasm') return;
      const module = Buffer.concat([contents, customSection('source', sha256(source))]);
      writeFileSync(new URL('../src/intake/json-scanner.wasm', import.meta.url), module);
    },
  },
);
if (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest();
}

/** Section 0 of a module: its length, its name's length, its name, its content; all shorter than 128 bytes. */
function customSection(name, content) {
  const label = Buffer.from(name);
  return Buffer.concat([
    Buffer.from([0, 1 + label.length + content.length, label.length]),
    label,
    content,
  ]);
}
