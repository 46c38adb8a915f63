/** From a link to a scenario text: decodes, and upgrades the text version by version. What the text means is not known here. */
import { CURRENT_VERSION, UNPACKERS, UPGRADERS, VERSION_CHARACTERS } from './versions.ts';
import { parseView, type LinkView } from './view.ts';

/**
 * Why a link cannot be opened. `newer`: made by a version of the program that is not here; a reload may help.
 * `truncated`: its end is missing. `corrupted`: changed on its way. `too-large`: it unpacks to more than a scenario may
 * have. `unknown`: not a link of this program.
 */
export type LinkErrorKind = 'newer' | 'truncated' | 'corrupted' | 'too-large' | 'unknown';

export interface LinkError {
  error: LinkErrorKind;
  /** What is wrong and what to do, in two sentences. */
  message: string;
}

export interface LinkContent {
  /** The scenario text, byte for byte. */
  text: string;
  view: LinkView;
  /** The other text of a comparison of two texts. */
  compareText?: string;
}

const MESSAGES: Record<LinkErrorKind, string> = {
  newer: 'This link was made by a newer Podloupe. Reload the page to get the newest version, then open the link again.',
  truncated: 'This link is incomplete: its end is missing. Copy it again in full.',
  corrupted: 'This link was changed on its way, and its text cannot be read. Copy it again from where it was made.',
  'too-large': 'This link stands for more than 1 MiB of text and is not opened.',
  unknown: 'This is not a link to a scenario. Such links have `#1` and the packed text behind the address.',
};

/** Reads a fragment, or a whole address: only what follows `#` counts. */
export function decodeLink(link: string): LinkContent | LinkError {
  const { payload, settings } = partsOf(link);
  const content = unpacked(payload);
  if ('error' in content) return failed(content.error);
  const view = parseView(settings);
  if (view.compare?.with.kind !== 'text') return { text: content.text, view };
  const other = unpacked(view.compare.with.packed);
  return 'error' in other ? failed(other.error) : { text: content.text, view, compareText: other.text };
}

/** The text of a payload, in today's words. */
function unpacked(payload: string): { text: string } | { error: LinkErrorKind } {
  const version = payload.charAt(0);
  const age = VERSION_CHARACTERS.indexOf(version);
  if (version === '' || age < 0) return { error: 'unknown' };
  if (age > VERSION_CHARACTERS.indexOf(CURRENT_VERSION)) return { error: 'newer' };
  const content = UNPACKERS[version]?.(payload.slice(1)) ?? { error: 'unknown' as const };
  if ('error' in content) return content;
  let { text } = content;
  for (const old of VERSION_CHARACTERS.slice(age, VERSION_CHARACTERS.indexOf(CURRENT_VERSION))) text = UPGRADERS[old]?.(text) ?? text;
  return { text };
}

function failed(error: LinkErrorKind): LinkError {
  return { error, message: MESSAGES[error] };
}

/** The payload, and the settings behind the first `&`. Chat programs like to add spaces or line breaks around an address. */
function partsOf(link: string): { payload: string; settings: string } {
  const fragment = link.slice(link.indexOf('#') + 1).trim();
  const end = fragment.indexOf('&');
  return end < 0 ? { payload: fragment, settings: '' } : { payload: fragment.slice(0, end), settings: fragment.slice(end + 1) };
}
