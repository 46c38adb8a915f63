/** Findings of few runs as the page has them: loaded with the first run that shows signs of one. */
import { NotLoadedError } from '../../base/not-loaded.ts';
import { refusalsOf } from '../evictions.ts';
import type { History } from '../history.ts';
import type { Detector } from './subject.ts';

type Loaded = typeof import('./seldom-findings.ts');

let loaded: Loaded | undefined;

const load = async () => {
  loaded = await import('./seldom-findings.ts');
};

const later =
  (name: keyof Loaded, hasSigns: (history: History) => boolean): Detector =>
  (subject) => {
    if (!hasSigns(subject.history)) return [];
    if (!loaded) throw new NotLoadedError(load);
    return loaded[name](subject);
  };

export const budgetFindings = later('budgetFindings', (history) => refusalsOf(history).length > 0);
export const appArmorFindings = later('appArmorFindings', ({ events }) => events.some(({ object }) => /apparmor/i.test(object.message)));
