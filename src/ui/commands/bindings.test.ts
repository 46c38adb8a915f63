import { describe, expect, it } from 'vitest';
import { commandFor, DEFAULT_KEYS, keysOf, readKeys, withKey } from './bindings.ts';
import { COMMAND_IDS, commandOf } from './commands.ts';

describe('the table of commands', () => {
  it('gives no key to two commands', () => {
    const keys = COMMAND_IDS.flatMap((id) => commandOf(id).keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

describe('the reader’s keys', () => {
  it('are the usual ones at first', () => {
    expect(commandFor(['KeyW'], DEFAULT_KEYS)).toBe('why');
    expect(commandFor(['Shift+KeyH', 'KeyH'], DEFAULT_KEYS)).toBe('future');
    expect(commandFor(['KeyB'], DEFAULT_KEYS)).toBeUndefined();
  });

  it('take a key from the command that had it', () => {
    const choices = withKey(DEFAULT_KEYS, 'why', 'KeyU');
    expect(commandFor(['KeyU'], choices)).toBe('why');
    expect(commandFor(['KeyW'], choices)).toBeUndefined();
    expect(keysOf('chance', choices)).toEqual([]);
    const again = withKey(choices, 'chance', 'KeyU');
    expect(commandFor(['KeyU'], again)).toBe('chance');
    expect(commandFor(['KeyW'], again)).toBe('why');
  });

  it('can be none', () => {
    expect(keysOf('share', withKey(DEFAULT_KEYS, 'share', ''))).toEqual([]);
    expect(keysOf('share', withKey(withKey(DEFAULT_KEYS, 'share', ''), 'share', undefined))).toEqual(commandOf('share').keys);
  });

  it('leave single characters alone once they are switched off', () => {
    const choices = { ...DEFAULT_KEYS, single: false };
    expect(commandFor(['KeyW'], choices)).toBeUndefined();
    expect(commandFor(['?'], choices)).toBeUndefined();
    expect(commandFor(['F1'], choices)).toBe('palette');
    expect(commandFor(['Home'], choices)).toBe('start');
  });

  it('survive being kept, and nonsense in their place', () => {
    const choices = { ...withKey(DEFAULT_KEYS, 'why', 'KeyY'), single: false };
    expect(readKeys(JSON.stringify(choices))).toEqual(choices);
    expect(readKeys('not JSON')).toEqual(DEFAULT_KEYS);
    expect(readKeys(undefined)).toEqual(DEFAULT_KEYS);
    expect(readKeys('{"chosen":{"gone":"KeyY","why":7}}')).toEqual(DEFAULT_KEYS);
  });
});
