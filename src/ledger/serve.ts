import type { RequestListener } from 'node:http';
import { CHECKPOINT, PUBLIC_KEYS } from './layout.ts';
import { readerOf } from './public-folder.ts';
import { parseTilePath } from './tile-path.ts';

/** Characters of an address; a tile's has fewer. */
const MAX_URL = 200;

/** Answers for the files of a ledger, with the headers C2SP tlog-tiles asks for, and for nothing else. */
export function ledgerHandler(folder: string): RequestListener {
  const read = readerOf(folder);
  return (request, response) => {
    const refuse = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
    };
    const { method = '', url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'only GET and HEAD');
    const path = url.slice(1, MAX_URL).split('?', 1)[0] ?? '';
    const text = path === CHECKPOINT || path === PUBLIC_KEYS;
    if (!text && parseTilePath(path) === undefined) return refuse(404, 'no such file');
    const bytes = read(path);
    if (bytes === undefined) return refuse(404, 'no such file');
    response.writeHead(200, {
      'content-type': text ? 'text/plain; charset=utf-8' : 'application/octet-stream',
      'content-length': bytes.length,
      'cache-control': text ? 'no-cache' : 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    response.end(method === 'HEAD' ? undefined : bytes);
  };
}
