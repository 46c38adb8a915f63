/** What a share link carries. Apart, so that the inflater is loaded only where there is a link. */
import { decodeLink, type LinkContent } from '../link/index.ts';
import { InputError } from './input.ts';

/** @throws {InputError} if the link cannot be read. */
export function contentOfLink(link: string): LinkContent {
  const content = decodeLink(link);
  if ('error' in content) throw new InputError(content.message);
  return content;
}
