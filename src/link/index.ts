/**
 * Links (spec cli.md). Making one needs the deflater and is imported on its own, where it is used: `link/encode.ts`.
 */
export { decodeLink, type LinkContent, type LinkError, type LinkErrorKind } from './decode.ts';
export { fragmentOf, type Fragment } from './fragment.ts';
export { formatView, parseView, type LinkView } from './view.ts';
