/** Which key does what: the table's keys, and the reader's choices over them. */
import type { KeyChoices } from '../../store/app-store.ts';
import { COMMAND_IDS, type CommandId, commandOf } from './commands.ts';
import { isSingleCharacter, type KeyName } from './keys.ts';

export const DEFAULT_KEYS: KeyChoices = { single: true, chosen: {} };

/** The keys of a command, the reader's own first; none if the reader gave its key away. */
export function keysOf(id: CommandId, choices: KeyChoices): readonly KeyName[] {
  const own = choices.chosen[id];
  if (own !== undefined) return own === '' ? [] : [own];
  const taken = new Set(Object.values(choices.chosen));
  return commandOf(id).keys.filter((key) => !taken.has(key));
}

/** The command behind the first of these names that has one. */
export function commandFor(names: readonly KeyName[], choices: KeyChoices): CommandId | undefined {
  const bound = bindings(choices);
  for (const name of names) {
    const id = bound.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** The choices with another key for a command; `''` for none, undefined for its own again. */
export function withKey(choices: KeyChoices, id: CommandId, key: KeyName | undefined): KeyChoices {
  const chosen = Object.fromEntries(Object.entries(choices.chosen).filter(([other, its]) => other !== id && its !== key));
  return { ...choices, chosen: key === undefined ? chosen : { ...chosen, [id]: key } };
}

/** What is kept of choices: JSON, and nothing where the browser has something else. */
export function readKeys(stored: string | undefined): KeyChoices {
  try {
    const { single, chosen } = JSON.parse(stored ?? '{}') as Record<string, unknown>;
    const entries = Object.entries((chosen ?? {}) as object).filter(([id, key]) => COMMAND_IDS.includes(id as CommandId) && typeof key === 'string');
    return { single: single !== false, chosen: Object.fromEntries(entries) as Record<string, string> };
  } catch {
    return DEFAULT_KEYS;
  }
}

let latest: { choices: KeyChoices; bound: ReadonlyMap<KeyName, CommandId> } | undefined;

function bindings(choices: KeyChoices): ReadonlyMap<KeyName, CommandId> {
  if (latest?.choices !== choices) {
    const pairs = COMMAND_IDS.flatMap((id) => keysOf(id, choices).map((key): [KeyName, CommandId] => [key, id]));
    latest = { choices, bound: new Map(pairs.filter(([key]) => choices.single || !isSingleCharacter(key))) };
  }
  return latest.bound;
}
