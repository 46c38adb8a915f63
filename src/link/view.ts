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
  /** The selected mark: a lane and its time. */
  selected?: { lane: string; ms: number };
  seed?: Seed;
  /** A value of the `sweep`, as written. */
  at?: string;
  theme?: 'light' | 'dark';
}

/** `&name=value` for each setting that is set; the order is fixed. */
export function formatView(view: LinkView): string {
  const { playheadMs, zoomMs, lanes, selected, seed, at, theme } = view;
  const settings: [string, string | undefined][] = [
    ['t', playheadMs === undefined ? undefined : formatDuration(playheadMs)],
    ['zoom', zoomMs && `${formatDuration(zoomMs.from)}..${formatDuration(zoomMs.to)}`],
    ['lanes', lanes?.map((lane) => escaped(lane).replaceAll(',', '%2C')).join(',')],
    ['sel', selected && `${escaped(selected.lane)}@${formatDuration(selected.ms)}`],
    ['seed', seed === undefined ? undefined : String(seed)],
    ['at', at === undefined ? undefined : escaped(at)],
    ['theme', theme],
  ];
  return settings.map(([name, value]) => (value === undefined ? '' : `&${name}=${value}`)).join('');
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
    // Split before unescaping, so that a name may hold a comma.
    const lanes = raw
      .split(',')
      .map(unescaped)
      .filter((lane) => lane !== undefined && lane !== '');
    if (lanes.length > 0) view.lanes = lanes as string[];
  },
  sel(view: LinkView, value: string) {
    const at = value.lastIndexOf('@');
    const ms = timeOf(value.slice(at + 1));
    if (at > 0 && ms !== undefined) view.selected = { lane: value.slice(0, at), ms };
  },
  seed(view: LinkView, value: string) {
    if (value === 'typical') view.seed = 'typical';
    else if (/^\d+$/.test(value) && Number.isSafeInteger(Number(value))) view.seed = Number(value);
  },
  at(view: LinkView, value: string) {
    if (value !== '') view.at = value;
  },
  theme(view: LinkView, value: string) {
    if (value === 'light' || value === 'dark') view.theme = value;
  },
});

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
