/** Images as their publishers ship them: ENTRYPOINT, CMD, USER, STOPSIGNAL, size of the compressed layers. */
import { LANGUAGE_IMAGES } from './catalogue-languages.ts';
import { SERVER_IMAGES } from './catalogue-servers.ts';
import { SYSTEM_IMAGES } from './catalogue-systems.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';

export const CATALOGUE: readonly CatalogueEntry[] = [...SYSTEM_IMAGES, ...SERVER_IMAGES, ...LANGUAGE_IMAGES];
