/** All that this room says, in another language than English. English needs none: each part of the room brings its own. */
import type { Translated } from '../../base/language.ts';
import type { verdictTexts } from './en/verdict.ts';

export interface Translation {
  verdict: Translated<typeof verdictTexts>;
}
