import { en, type Texts } from './en.ts';

/** The catalogue in use. */
export const texts: Texts = en;
