import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { VerifierKey } from './note-key.ts';
import { parseVerifierKey } from './note-key.ts';
import type { Trust } from './trust.ts';

/** Whether those who cosigned are enough for a witness or a group. */
type Holds = (cosigned: readonly VerifierKey[]) => boolean;

/** Lines of a policy: logs, witnesses and groups. */
const MAX_LINES = 1000;

interface Reading {
  readonly logs: VerifierKey[];
  readonly witnesses: VerifierKey[];
  readonly names: Map<string, Holds>;
  quorum: { readonly name: string; readonly holds: Holds } | undefined;
}

/** Reads a policy (C2SP tlog-policy): which logs and witnesses are trusted, and which witnesses are enough. */
export function parsePolicy(text: string): Result<Trust, string> {
  const lines = text.split('\n');
  if (lines.length > MAX_LINES) return err(`it has more than ${MAX_LINES} lines`);
  const reading: Reading = { logs: [], witnesses: [], names: new Map(), quorum: undefined };
  for (const [at, line] of lines.entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length === 0 || words[0]?.startsWith('#') === true) continue;
    const problem = readLine(words, reading);
    if (problem !== undefined) return err(`line ${at + 1}: ${problem}`);
  }
  const { logs, witnesses, quorum } = reading;
  if (quorum === undefined) return err('it says no quorum; "quorum none" asks for no witness');
  return ok({ logs, witnesses, enough: quorum.holds, quorum: `quorum ${quorum.name}` });
}

/** Takes a line into account; what is wrong with it, if anything. */
function readLine([verb, ...words]: readonly string[], reading: Reading): string | undefined {
  const [first = '', second = '', ...members] = words;
  switch (verb) {
    case 'log':
      return addKey(first, reading.logs, [1, 6]);
    case 'witness': {
      const problem = addKey(second, reading.witnesses, [4, 6]);
      const key = reading.witnesses.at(-1);
      return (
        problem ?? define(first, (cosigned) => key !== undefined && cosigned.includes(key), reading)
      );
    }
    case 'group': {
      const parts: Holds[] = [];
      for (const name of new Set(members)) {
        const part = reading.names.get(name);
        if (part === undefined) return `"${name}" is not defined above`;
        parts.push(part);
      }
      if (parts.length === 0 || parts.length < members.length)
        return 'a group names its members, each once';
      const needed = second === 'all' ? parts.length : second === 'any' ? 1 : Number(second);
      if (!/^(?:all|any|[1-9][0-9]*)$/.test(second) || needed > parts.length)
        return `a group needs all, any or a number of its ${parts.length} members, not "${second}"`;
      return define(
        first,
        (cosigned) => parts.filter((part) => part(cosigned)).length >= needed,
        reading,
      );
    }
    case 'quorum': {
      if (reading.quorum !== undefined) return 'there is a quorum already';
      const holds = first === 'none' ? () => true : reading.names.get(first);
      if (holds === undefined || words.length !== 1)
        return `"${words.join(' ')}" is not defined above`;
      reading.quorum = { name: first, holds };
      return undefined;
    }
    default:
      return `a line begins with log, witness, group or quorum, not "${verb ?? ''}"`;
  }
}

function addKey(text: string, keys: VerifierKey[], types: readonly number[]): string | undefined {
  const key = parseVerifierKey(text);
  if (!key.ok) return key.error;
  if (!types.includes(key.value.type)) return `a key of type ${key.value.type} does not serve here`;
  if (keys.some(({ bytes }) => bytes.equals(key.value.bytes))) return 'this key is there already';
  keys.push(key.value);
  return undefined;
}

function define(name: string, holds: Holds, { names }: Reading): string | undefined {
  if (name === '' || name === 'none') return 'a witness or group has a name';
  if (names.has(name)) return `"${name}" is defined already`;
  names.set(name, holds);
  return undefined;
}
