import { fileURLToPath } from 'node:url';
import { createReader } from './create-reader.ts';
import { loadLanguagePacks } from './load-packs.ts';
import type { LanguagePack } from './pack.ts';
import type { Claim, Reader, ReadOptions } from './reading.ts';
import type { Gazetteer } from './words/gazetteer.ts';

export const PACKS_FOLDER = fileURLToPath(new URL('../../packs/reading', import.meta.url));

export async function shippedPacks(): Promise<readonly LanguagePack[]> {
  const packs = await loadLanguagePacks(PACKS_FOLDER);
  if (!packs.ok) throw new Error(packs.error.join('\n'));
  return packs.value;
}

/** Names of a country that does not exist. */
export const GAZETTEER: Gazetteer = [
  { name: 'Alma Rivera', aliases: ['Rivera'], kind: 'candidate', race: 'governor' },
  { name: 'Tom Becker', aliases: ['Becker'], kind: 'candidate' },
  { name: 'Rosa Long', weak_aliases: ['Long'], kind: 'candidate' },
  { name: 'Harvest Party', aliases: ['Partido Cosecha'], kind: 'party' },
  { name: 'River Party', aliases: ['Partido Rio'], kind: 'party' },
];

export async function testReader(gazetteer: Gazetteer = GAZETTEER): Promise<Reader> {
  return createReader({ packs: await shippedPacks(), gazetteers: [gazetteer] });
}

/** `act proposition`, or with a minus for negative polarity. */
export function said(reader: Reader, text: string, options: ReadOptions = {}): readonly string[] {
  return reader.read(text, options).claims.map(brief);
}

export function brief({ speech_act: act, polarity, proposition }: Claim): string {
  return `${act} ${polarity === 'negative' ? '-' : ''}${proposition}`;
}
