/**
 * Reading links. The page asks `fragment.ts` what a fragment is, and loads `decode.ts` (inflater and dictionary) or
 * `encode.ts` (deflater) only when it needs them.
 */
export { decodeLink, type LinkContent } from './decode.ts';
