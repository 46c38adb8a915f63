import { describe, expect, it } from 'vitest';
import { isSingleCharacter, keyLabel, keyNames, type Pressed } from './keys.ts';

function pressed(key: string, code: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'altGraph', true>> = {}): Pressed {
  return {
    key,
    code,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...held,
    getModifierState: (name) => name === 'AltGraph' && held.altGraph === true,
  };
}

describe('keyNames', () => {
  it('names a letter by its place: the first key of a Russian keyboard is the one of a US keyboard', () => {
    expect(keyNames(pressed('w', 'KeyW'))[0]).toBe('KeyW');
    expect(keyNames(pressed('ц', 'KeyW'))[0]).toBe('KeyW');
    expect(keyNames(pressed(',', 'KeyW'))[0]).toBe('KeyW');
  });

  it('names punctuation by what it types, and by its US place where it types something else', () => {
    expect(keyNames(pressed('?', 'Minus', { shiftKey: true }))[0]).toBe('?');
    expect(keyNames(pressed('-', 'Slash'))[0]).toBe('-');
    expect(keyNames(pressed('ü', 'BracketLeft'))).toContain('[');
    expect(keyNames(pressed(',', 'KeyM'))).toEqual(['KeyM', ',']);
  });

  it('takes brackets from AltGr, which some systems report as Control and Alt', () => {
    expect(keyNames(pressed('[', 'Digit8', { ctrlKey: true, altKey: true, altGraph: true }))).toEqual(['[']);
  });

  it('prefers the name with Shift', () => {
    expect(keyNames(pressed('N', 'KeyN', { shiftKey: true }))).toEqual(['Shift+KeyN', 'KeyN']);
    expect(keyNames(pressed('End', 'End', { shiftKey: true }))).toEqual(['Shift+End', 'End']);
  });

  it('leaves what is pressed with Control or Command to commands that ask for it', () => {
    expect(keyNames(pressed('P', 'KeyP', { ctrlKey: true, shiftKey: true }))).toEqual(['Mod+Shift+KeyP']);
    expect(keyNames(pressed('s', 'KeyS', { metaKey: true }))).toEqual(['Mod+KeyS']);
  });

  it('names what is pressed with Alt by its place, whatever it types', () => {
    expect(keyNames(pressed('≥', 'Period', { altKey: true }))).toEqual(['Alt+.']);
    expect(keyNames(pressed('Ï', 'KeyF', { altKey: true, shiftKey: true }))).toEqual(['Alt+Shift+KeyF']);
    expect(keyNames(pressed('s', 'KeyS', { altKey: true, ctrlKey: true }))).toEqual([]);
  });

  it('names digits of every row and pad alike', () => {
    expect(keyNames(pressed('1', 'Numpad1'))).toContain('Digit1');
    expect(keyNames(pressed('1', 'Digit1', { shiftKey: true }))).toContain('Digit1');
    expect(keyNames(pressed('&', 'Digit1'))).toContain('Digit1');
  });

  it('does without a place, as keyboards on a screen are', () => {
    expect(keyNames(pressed('w', ''))[0]).toBe('KeyW');
    expect(keyNames(pressed(' ', ''))[0]).toBe('Space');
  });
});

describe('keyLabel', () => {
  it('says what is printed on the reader’s keys', () => {
    expect(keyLabel('Shift+ArrowLeft')).toBe('Shift ←');
    expect(keyLabel('Mod+Shift+KeyP')).toBe('Ctrl Shift P');
    expect(keyLabel('+')).toBe('+');
    expect(keyLabel('KeyW', new Map([['KeyW', 'z']]))).toBe('Z');
    expect(keyLabel('KeyW', new Map([['KeyW', 'ц']]))).toBe('W');
  });
});

describe('isSingleCharacter', () => {
  it('is true of what types a character', () => {
    expect(['KeyW', 'Shift+KeyN', 'Digit0', '?', '+'].every(isSingleCharacter)).toBe(true);
    expect(['Home', 'Escape', 'F1', 'Shift+ArrowLeft', 'Mod+Shift+KeyP', 'Space'].some(isSingleCharacter)).toBe(false);
  });
});
