/** View settings behind the payload of a link: `&t=45.3s&zoom=0s..2m`. What differs from the default view, and nothing else. */
import { formatDuration, parseDurationMs } from '../base/duration.ts';
import type { Seed } from '../base/random.ts';

export interface LinkView {
  /** Playhead, milliseconds since the creation of the Pod. */
  playheadMs?: number;
  /** The stretch of time that is shown. */
  zoomMs?: { from: number; to: number };
  /** Names of the lanes that are shown, in order. */
  lanes?: string[];
  /** The series of crash loops that are unfolded. */
  unfoldedLoops?: string[];
  /** The selected mark: a lane and its time. */
  selected?: { lane: string; ms: number };
  seed?: Seed;
  /** A value of the `sweep`, as written. */
  at?: string;
  theme?: 'light' | 'dark';
  /** The beat of the story that is presented, 1-based. */
  beat?: number;
  /** What the run is compared with. */
  compare?: LinkComparison;
  /** Answers to the questions about the text, in order; empty for none. */
  guesses?: string[];
}

export interface LinkComparison {
  with:
    | { kind: 'seed'; seed: Seed }
    /** Another value of the `sweep`, as written. */
    | { kind: 'at'; at: string }
    | { kind: 'gate'; gate: string; on: boolean }
    /** An entry of the library. */
    | { kind: 'scenario'; name: string }
    /** Another text: a payload as that of the link itself, and what the text is called. */
    | { kind: 'text'; packed: string; title?: string };
  /** Which side the link's own text is on; absent: `a`. */
  presentIs?: 'b';
}

/** `&name=value` for each setting that is set; the order is fixed. */
export function formatView(view: LinkView): string {
  const { playheadMs, zoomMs, lanes, unfoldedLoops, selected, seed, at, theme, beat, compare, guesses } = view;
  const settings: [string, string | undefined][] = [
    ['t', playheadMs === undefined ? undefined : formatDuration(playheadMs)],
    ['zoom', zoomMs && `${formatDuration(zoomMs.from)}..${formatDuration(zoomMs.to)}`],
    ['lanes', lanes && formatList(lanes)],
    ['unfold', unfoldedLoops && formatList(unfoldedLoops)],
    ['sel', selected && `${escaped(selected.lane)}@${formatDuration(selected.ms)}`],
    ['seed', seed === undefined ? undefined : String(seed)],
    ['at', at === undefined ? undefined : escaped(at)],
    ['theme', theme],
    ['beat', beat === undefined ? undefined : String(beat)],
    ['vs', compare && formatCounterpart(compare.with)],
    ['vsname', compare?.with.kind === 'text' && compare.with.title !== undefined ? escaped(compare.with.title) : undefined],
    ['side', compare?.presentIs],
    ['guess', guesses && formatList(guesses)],
  ];
  return settings.map(([name, value]) => (value === undefined ? '' : `&${name}=${value}`)).join('');
}

/** `seed:7`, `at:500ms`, `gate:Name:on`, `q:slow-start`, `text:1…`. */
function formatCounterpart(counterpart: LinkComparison['with']): string {
  switch (counterpart.kind) {
    case 'seed':
      return `seed:${counterpart.seed}`;
    case 'at':
      return `at:${escaped(counterpart.at)}`;
    case 'gate':
      return `gate:${escaped(counterpart.gate)}:${counterpart.on ? 'on' : 'off'}`;
    case 'scenario':
      return `q:${escaped(counterpart.name)}`;
    case 'text':
      return `text:${counterpart.packed}`;
  }
}

/** Reads `name=value` pairs between `&`. Unknown names and values that make no sense are ignored. */
export function parseView(text: string): LinkView {
  const view: LinkView = {};
  for (const pair of text.split('&')) {
    const [, name, raw] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    const value = raw === undefined ? undefined : unescaped(raw);
    if (name !== undefined && raw !== undefined && value !== undefined) READERS[name]?.(view, value, raw);
  }
  return view;
}

const READERS: Record<string, ((view: LinkView, value: string, raw: string) => void) | undefined> = Object.assign(Object.create(null) as object, {
  t(view: LinkView, value: string) {
    const ms = timeOf(value);
    if (ms !== undefined) view.playheadMs = ms;
  },
  zoom(view: LinkView, value: string) {
    const [from, to] = value.split('..').map(timeOf);
    if (from !== undefined && to !== undefined && from < to) view.zoomMs = { from, to };
  },
  lanes(view: LinkView, _value: string, raw: string) {
    const lanes = listOf(raw).filter((lane) => lane !== '');
    if (lanes.length > 0) view.lanes = lanes;
  },
  unfold(view: LinkView, _value: string, raw: string) {
    const unfoldedLoops = listOf(raw).filter((series) => series !== '');
    if (unfoldedLoops.length > 0) view.unfoldedLoops = unfoldedLoops;
  },
  guess(view: LinkView, _value: string, raw: string) {
    view.guesses = listOf(raw);
  },
  sel(view: LinkView, value: string) {
    const at = value.lastIndexOf('@');
    const ms = timeOf(value.slice(at + 1));
    if (at > 0 && ms !== undefined) view.selected = { lane: value.slice(0, at), ms };
  },
  seed(view: LinkView, value: string) {
    const seed = seedOf(value);
    if (seed !== undefined) view.seed = seed;
  },
  at(view: LinkView, value: string) {
    if (value !== '') view.at = value;
  },
  theme(view: LinkView, value: string) {
    if (value === 'light' || value === 'dark') view.theme = value;
  },
  beat(view: LinkView, value: string) {
    if (/^[1-9]\d{0,3}$/.test(value)) view.beat = Number(value);
  },
  vs(view: LinkView, value: string) {
    const counterpart = counterpartOf(value);
    if (counterpart) view.compare = { with: counterpart };
  },
  // The two stand behind what they are about.
  vsname(view: LinkView, value: string) {
    if (view.compare?.with.kind === 'text' && value !== '') view.compare.with.title = value;
  },
  side(view: LinkView, value: string) {
    if (view.compare && value === 'b') view.compare.presentIs = 'b';
  },
});

function formatList(items: readonly string[]): string {
  return items.map((item) => escaped(item).replaceAll(',', '%2C')).join(',');
}

/** Split before unescaping, so that an item may hold a comma. What cannot be unescaped is empty. */
function listOf(raw: string): string[] {
  return raw.split(',').map((item) => unescaped(item) ?? '');
}

function counterpartOf(value: string): LinkComparison['with'] | undefined {
  const [, kind, rest = ''] = /^(\w+):(.+)$/s.exec(value) ?? [];
  switch (kind) {
    case 'seed': {
      const seed = seedOf(rest);
      return seed === undefined ? undefined : { kind, seed };
    }
    case 'at':
      return { kind, at: rest };
    case 'gate': {
      const [, gate, state] = /^(\w+):(on|off)$/.exec(rest) ?? [];
      return gate === undefined ? undefined : { kind, gate, on: state === 'on' };
    }
    case 'q':
      return { kind: 'scenario', name: rest };
    case 'text':
      return { kind, packed: rest };
    default:
      return undefined;
  }
}

function seedOf(value: string): Seed | undefined {
  if (value === 'typical') return 'typical';
  return /^\d+$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

function timeOf(text: string): number | undefined {
  const ms = parseDurationMs(text);
  return ms !== undefined && ms >= 0 ? ms : undefined;
}

/** Percent-encodes what would end the setting or the fragment; the rest stays readable. */
function escaped(text: string): string {
  // Half a surrogate pair has no percent-encoding.
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd').replace(/[^\w\-.~!$'()*,;:@/+]/gu, encodeURIComponent);
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
