/** All that this room says, in another language than English. English needs none: each part of the room brings its own. */
import type { Translated } from '../../base/language.ts';
import type { compareTexts } from './en/compare.ts';
import type { disagreementTexts } from './en/disagreements.ts';
import type { findingTexts } from './en/findings.ts';
import type { hintTexts } from './en/hints.ts';
import type { storyTexts } from './en/story.ts';
import type { tellTexts } from './en/tell.ts';
import type { verdictTexts } from './en/verdict.ts';
import type { whyNotTexts } from './en/why-not.ts';

export interface Translation {
  compare: Translated<typeof compareTexts>;
  disagreements: Translated<typeof disagreementTexts>;
  findings: Translated<typeof findingTexts>;
  hints: Translated<typeof hintTexts>;
  story: Translated<typeof storyTexts>;
  tell: Translated<typeof tellTexts>;
  verdict: Translated<typeof verdictTexts>;
  whyNot: Translated<typeof whyNotTexts>;
}
