/**
 * What a page and a run embedded in it say to each other by `postMessage`. Published: docs/embedding.md. Every message is an
 * object with `podloupe: 1` and a `type`; what a side does not know it ignores. Times are seconds since the creation of the Pod.
 */
import type { AppState, AppStore, Theme } from '../../store/app-store.ts';
import { selectedMark, timelineModel } from '../../store/selectors.ts';
import { describeMark, timeOfMark } from '../../timeline/index.ts';
import { goTo } from '../playback.ts';

/** From the page around to the run. */
export type ToEmbed =
  /** Shows another scenario: its text, or a link or the fragment of one. */
  | { type: 'open'; text?: string; link?: string }
  | { type: 'seek'; seconds: number }
  | { type: 'play' }
  | { type: 'pause' }
  /** Without times: the whole run. */
  | { type: 'zoom'; from?: number; to?: number }
  /** Names of lanes; none: all. */
  | { type: 'lanes'; lanes: readonly string[] }
  | { type: 'theme'; theme: Theme }
  | { type: 'hideFuture'; hidden: boolean };

/** From the run to the page around. */
export type FromEmbed =
  /** Messages are listened to from now on. */
  | { type: 'ready'; version: string }
  /** A run is on screen. */
  | { type: 'run'; name: string; title: string; headline: string; seconds: number }
  /** The text has errors: the first one. */
  | { type: 'error'; message: string }
  /** The playhead has moved, or it plays or does not. */
  | { type: 'time'; seconds: number; playing: boolean }
  /** A mark was selected: what it is, and why. */
  | { type: 'select'; seconds: number; what: string; why: string };

const THEMES: readonly string[] = ['system', 'light', 'dark', 'contrast', 'projector'] satisfies Theme[];

/** The message in what came by `postMessage`; undefined if it is none for us. */
export function messageIn(data: unknown): (Record<string, unknown> & { type: string }) | undefined {
  const message = data as Record<string, unknown> | null;
  return typeof message === 'object' && message?.['podloupe'] === 1 && typeof message['type'] === 'string'
    ? (message as Record<string, unknown> & { type: string })
    : undefined;
}

/** Does what a message asks. Returns what is wrong with it; undefined if nothing is. */
export function obey(message: Record<string, unknown> & { type: string }, store: AppStore, openLink: (link: string) => void): string | undefined {
  const { actions } = store;
  const { text, link, seconds, from, to, lanes, theme, hidden } = message;
  switch (message.type) {
    case 'open':
      if (typeof text === 'string') actions.open(text, { kind: 'link' });
      else if (typeof link === 'string') openLink(link);
      else return 'open needs text or link, a string';
      return undefined;
    case 'seek':
      if (!isTime(seconds)) return 'seek needs seconds, a number that is not negative';
      goTo(store, seconds * 1000, 'jump');
      return undefined;
    case 'play':
    case 'pause':
      actions.set({ playing: message.type === 'play' });
      return undefined;
    case 'zoom':
      if (from === undefined && to === undefined) actions.setWindow(undefined);
      else if (isTime(from) && isTime(to) && from < to) actions.setWindow({ fromMs: from * 1000, toMs: to * 1000 });
      else return 'zoom needs from and to, two numbers of which the second is greater, or neither';
      return undefined;
    case 'lanes':
      if (!Array.isArray(lanes) || !lanes.every((lane) => typeof lane === 'string')) return 'lanes needs lanes, an array of names';
      actions.set({ laneFilter: lanes.length === 0 ? { hide: new Set() } : { only: new Set(lanes) } });
      return undefined;
    case 'theme':
      if (typeof theme !== 'string' || !THEMES.includes(theme)) return `theme needs theme, one of ${THEMES.join(', ')}`;
      actions.set({ theme: theme as Theme });
      return undefined;
    case 'hideFuture':
      if (typeof hidden !== 'boolean') return 'hideFuture needs hidden, true or false';
      actions.set({ hideFuture: hidden });
      return undefined;
    default:
      return undefined;
  }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** What a change of the state means for the page around. */
export function newsOf(state: AppState, before: AppState): FromEmbed[] {
  const news: FromEmbed[] = [];
  if (state.run && state.run !== before.run) {
    const { facts, story, trace } = state.run;
    news.push({ type: 'run', name: facts.name, title: facts.title ?? facts.name, headline: story.verdict.headline, seconds: trace.endMs / 1000 });
  }
  if (state.status !== before.status && state.status.kind === 'invalid') {
    news.push({ type: 'error', message: state.diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'The text has errors.' });
  }
  if (state.playheadMs !== before.playheadMs || state.playing !== before.playing) {
    news.push({ type: 'time', seconds: Math.round(state.playheadMs) / 1000, playing: state.playing });
  }
  if (state.selected !== before.selected) {
    const model = timelineModel(state);
    const mark = selectedMark(state);
    if (model && mark) {
      const { what, why } = describeMark(model, mark);
      news.push({ type: 'select', seconds: timeOfMark(model, mark) / 1000, what, why });
    }
  }
  return news;
}
