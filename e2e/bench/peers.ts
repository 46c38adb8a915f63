/** The same marks on timelines that are not ours: vis-timeline, and rectangles that D3 joins and moves. */
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { Timeline } from 'vis-timeline/standalone';
import 'vis-timeline/styles/vis-timeline-graph2d.min.css';
import type { TimelineModel, TimeWindow } from '../../src/timeline/index.ts';

export interface Peer {
  show(window: TimeWindow): void;
}

const ROW_PX = 26;
const COLORS = ['#0b6ba8', '#f5d27c', '#7e2a73', '#b5350e', '#5b6470'];

interface Item {
  id: number;
  row: number;
  startMs: number;
  endMs: number;
  color: string;
}

/** One item a mark. One that is a moment lasts a millisecond: neither peer shows what has no length. */
function itemsOf(model: TimelineModel): { items: Item[]; rows: number } {
  const items: Item[] = [];
  const tracks = model.lanes.flatMap((lane) => lane.tracks);
  tracks.forEach(({ length, kind, startMs, endMs }, row) => {
    for (let mark = 0; mark < length; mark += 1) {
      const start = startMs[mark] as number;
      const color = COLORS[(kind[mark] as number) % COLORS.length] as string;
      items.push({ id: items.length, row, startMs: start, endMs: Math.max(start + 1, endMs[mark] as number), color });
    }
  });
  return { items, rows: tracks.length };
}

export function visTimeline(host: HTMLElement, model: TimelineModel, heightPx: number): Peer {
  const { items, rows } = itemsOf(model);
  const data = items.map(({ id, row, startMs, endMs }) => ({ id, group: row, start: new Date(startMs), end: new Date(endMs), content: '', type: 'range' }));
  const groups = Array.from({ length: rows }, (_, row) => ({ id: row, content: `${row}` }));
  const timeline = new Timeline(host, data, groups, {
    stack: false,
    height: heightPx,
    start: new Date(0),
    end: new Date(model.endMs),
    margin: { item: 0 },
    showCurrentTime: false,
  });
  return { show: ({ fromMs, toMs }) => timeline.setWindow(new Date(fromMs), new Date(toMs), { animation: false }) };
}

export function svgTimeline(host: HTMLElement, model: TimelineModel, widthPx: number): Peer {
  const { items, rows } = itemsOf(model);
  const svg = select(host)
    .append('svg')
    .attr('width', widthPx)
    .attr('height', rows * ROW_PX);
  const marks = svg
    .selectAll('rect')
    .data(items)
    .join('rect')
    .attr('y', ({ row }) => row * ROW_PX + 4)
    .attr('height', ROW_PX - 8)
    .attr('fill', ({ color }) => color);
  const show = ({ fromMs, toMs }: TimeWindow) => {
    const x = scaleLinear([fromMs, toMs], [0, widthPx]);
    marks.attr('x', ({ startMs }) => x(startMs)).attr('width', ({ startMs, endMs }) => Math.max(1, x(endMs) - x(startMs)));
  };
  show({ fromMs: 0, toMs: model.endMs });
  return { show };
}
