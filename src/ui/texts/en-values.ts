/** The words of numbers and durations in the text that are changed by hand; they come with the code editor. */
import { catalogue } from './language.ts';

export const valueTexts = catalogue('values', {
  set: (name: string, value: string) => `${name}: ${value}`,
  atLimit: (name: string, value: string) => `${name} stays ${value}: the API server takes nothing beyond that`,
  none: 'There is no number or duration at the caret that can be changed by steps.',
  grip: 'Drag to change the value; with Shift ten times as fast. Alt and drag does the same on the number itself, Alt , and Alt . at the caret.',
});
