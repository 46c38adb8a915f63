/**
 * Keys as commands name them: `KeyW`, `Shift+KeyN`, `Digit1`, `Home`, `F1`, `Mod+Shift+KeyP` (Control, or Command on a Mac), `Alt+.`, `?`.
 *
 * A letter is a place on the keyboard, where a US keyboard has it: it works whatever script is typed. Punctuation is the
 * character, wherever the keyboard has it; where it has none, the place where a US keyboard does.
 */
export type KeyName = string;

/** What of a `KeyboardEvent` says which key it is. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>;

/** Punctuation by its place on a US keyboard, without and with Shift. */
const US_PUNCTUATION: Readonly<Record<string, readonly [string, string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
};

/** The names of what is pressed, the most telling one first. */
export function keyNames(event: Pressed): KeyName[] {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
  const character = /^[^\p{L}\p{N}\s]$/u.test(key) ? [key] : [];
  // Many layouts have brackets and the like on AltGr, which some systems report as Control and Alt.
  if (event.getModifierState('AltGraph')) return character;
  const place = placeOf(key, code);
  // With Alt many keys type something else: then only their places count
  if (altKey) return ctrlKey || metaKey ? [] : [`Alt+${shiftKey ? 'Shift+' : ''}${US_PUNCTUATION[code]?.[0] ?? place}`];
  const shifts = shiftKey ? [`Shift+${place}`, place] : [place];
  if (ctrlKey || metaKey) return shiftKey ? [`Mod+Shift+${place}`] : [`Mod+${place}`];
  const elsewhere = US_PUNCTUATION[code]?.[shiftKey ? 1 : 0];
  const letters = /^Key[A-Z]$/.test(place) ? shifts : [];
  return [...letters, ...character, ...(letters.length > 0 ? [] : shifts), ...(elsewhere === undefined ? [] : [elsewhere])];
}

/** The key's place. On-screen keyboards often report none: then the character stands for it. */
function placeOf(key: string, code: string): string {
  if (/^\d$/.test(key)) return `Digit${key}`;
  if (/^(Key[A-Z]|Digit\d)$/.test(code)) return code;
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  return key === ' ' ? 'Space' : key;
}

/** Whether a key types a character when it is pressed alone: such keys can be switched off. */
export function isSingleCharacter(name: KeyName): boolean {
  return name.length === 1 || /^(Shift\+)?(Key[A-Z]|Digit\d)$/.test(name);
}

const SIGNS: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

/** What is printed on the keys. `layout`: the character that each place types, where the browser tells. */
export function keyLabel(name: KeyName, layout?: ReadonlyMap<string, string>): string {
  if (name.length === 1) return name;
  return name
    .split('+')
    .map((part) => {
      if (part === 'Mod') return 'Ctrl';
      const [, letter] = /^Key([A-Z])$/.exec(part) ?? [];
      if (letter !== undefined) return latinCharacter(layout?.get(part)) ?? letter;
      return SIGNS[part] ?? part.replace(/^Digit/, '');
    })
    .join(' ');
}

/** Keyboards of other scripts have Latin letters beside their own: those of the US places. */
function latinCharacter(character: string | undefined): string | undefined {
  return character !== undefined && /^[!-~]$/.test(character) ? character.toUpperCase() : undefined;
}
