/** What a fragment is, told by its first character, without unpacking anything (so the page needs no inflater to ask). */
export type Fragment =
  | { kind: 'none' }
  /** `1…`: a scenario; decode.ts unpacks it. */
  | { kind: 'scenario' }
  /** `/q/<slug>`, `/glyphs`: a page of the app; the path begins with `/`. view.ts reads the settings. */
  | { kind: 'page'; path: string; settings: string }
  /** `reset`: something to do. */
  | { kind: 'command'; command: string };

/** Sorts a fragment, with or without its `#`. */
export function fragmentOf(hash: string): Fragment {
  const fragment = hash.replace(/^#/, '');
  const [head = '', ...settings] = fragment.split('&');
  if (head === '') return { kind: 'none' };
  if (head.startsWith('/')) return { kind: 'page', path: head, settings: settings.join('&') };
  return /^[a-z]/.test(head) ? { kind: 'command', command: head } : { kind: 'scenario' };
}

/** Pages that need neither a store nor a simulation. */
export type BarePage = '/glyphs' | '/notes';

/** The page of that kind that a fragment asks for. */
export function pageOf(hash: string): BarePage | undefined {
  const [head] = hash.slice(1).split('&');
  return head === '/glyphs' || head === '/notes' ? head : undefined;
}
