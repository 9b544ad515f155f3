import { SaxesParser } from 'saxes';
import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import { MAX_DEPTH, MAX_NODES, MAX_XML_TEXT } from './limits.ts';
import type { XmlNode } from './xml-node.ts';

/** Who takes the elements of a stream. */
export interface XmlSink {
  /** Whether an element is to be had whole, as a tree; what is outside of such is only walked through. */
  wants(name: string, parent: string): boolean;
  take(node: XmlNode, path: readonly string[]): void;
}

export interface XmlProblem {
  readonly line: number;
  readonly offset: number;
  readonly reason: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlNode[];
  readonly line: number;
  text: string;
}

/** Stops the stream at the first fault; caught in `readXml` alone. */
class Stop extends Error {}

/**
 * Reads XML as it comes and hands over the wanted elements one by one, so that memory holds one at a time. There are no
 * entities but the five of XML: a document that declares its own is refused, and nothing outside is ever fetched.
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  sink: XmlSink,
): Promise<Result<void, XmlProblem>> {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const building: Open[] = [];
  const path: string[] = [];
  let nodes = 0;
  let problem: XmlProblem | undefined;
  const stop = (reason: string): never => {
    problem ??= { line: parser.line, offset: parser.position, reason };
    throw new Stop(reason);
  };
  parser.on('error', (error) =>
    stop(`is no well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`),
  );
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY|\[/i.test(doctype))
      stop('declares entities of its own, which are not read: take the DOCTYPE out');
  });
  parser.on('opentag', ({ attributes, name }) => {
    const parent = path.at(-1) ?? '';
    const local = localName(name);
    path.push(local);
    if (path.length > MAX_DEPTH) stop(`elements are nested more than ${MAX_DEPTH} deep`);
    if (building.length === 0 && !sink.wants(local, parent)) return;
    nodes = building.length === 0 ? 1 : nodes + 1;
    if (nodes > MAX_NODES) stop(`an element holds more than ${MAX_NODES} others`);
    const own = Object.entries(attributes).map(([key, value]) => [localName(key), value]);
    building.push({
      name: local,
      attributes: Object.fromEntries(own) as Record<string, string>,
      children: [],
      line: parser.line,
      text: '',
    });
  });
  const addText = (text: string): void => {
    const open = building.at(-1);
    if (open === undefined) return;
    open.text += text;
    if (open.text.length > MAX_XML_TEXT)
      stop(`<${open.name}> is longer than ${MAX_XML_TEXT} characters`);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    path.pop();
    const done = building.pop();
    if (done === undefined) return;
    const parent = building.at(-1);
    if (parent === undefined) sink.take(done, path);
    else parent.children.push(done);
  });
  try {
    for await (const text of decoded(chunks)) parser.write(text);
    parser.close();
  } catch (thrown) {
    if (problem !== undefined) return err(problem);
    return err({
      line: parser.line,
      offset: parser.position,
      reason: `cannot be read: ${(thrown as Error).message}`,
    });
  }
  return ok(undefined);
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

/** Text by the byte order mark, else by the XML declaration, else UTF-8. Throws at bytes that are not of that encoding. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const declaration = Buffer.from(head.subarray(0, 200)).toString('latin1');
  return /^<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(declaration)?.[1] ?? 'utf-8';
}
