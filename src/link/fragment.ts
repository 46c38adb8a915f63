/** What a fragment is, told by its first character, without unpacking anything (so the page needs no inflater to ask). */
import { parseView, type LinkView } from './view.ts';

export type Fragment =
  | { kind: 'none' }
  /** `1…`: a scenario; decode.ts unpacks it. */
  | { kind: 'scenario' }
  /** `/q/<slug>`, `/glyphs`: a page of the app; the path begins with `/`. */
  | { kind: 'page'; path: string; view: LinkView }
  /** `reset`: something to do. */
  | { kind: 'command'; command: string; view: LinkView };

/** Sorts a fragment, with or without its `#`. */
export function fragmentOf(hash: string): Fragment {
  const fragment = hash.replace(/^#/, '');
  const [head = '', ...settings] = fragment.split('&');
  const view = parseView(settings.join('&'));
  if (head === '') return { kind: 'none' };
  if (head.startsWith('/')) return { kind: 'page', path: head, view };
  return /^[a-z]/.test(head) ? { kind: 'command', command: head, view } : { kind: 'scenario' };
}
