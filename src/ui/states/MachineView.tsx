import type { KeyboardEvent, ReactNode } from 'react';
import { arrowKey, type LiveMachine, type Visit } from '../../timeline/states/index.ts';
import { clockSeconds } from '../format.ts';
import { statesTexts } from '../texts/en-states.ts';
import { type ArrowShape, detour, type Diagram, groupOf, type LabelShape, type NodeShape, placeOnPath, type ZoneShape } from './diagram.ts';
import { firstThatFits, MONO_FONT_CSS, SMALL_FONT, textWidthPx } from './measure.ts';
import styles from './States.module.css';

const words = statesTexts;

interface MachineViewProps {
  label: string;
  diagram: Diagram;
  live: LiveMachine;
  /** What a reader calls a state. */
  nameOf(state: string): string;
  /** What the API says, in place of the title of the zone that it names; longest form first. */
  api?: { zone: string; forms: readonly string[]; isBehind: boolean } | undefined;
  selectedRecord: number | undefined;
  /** An arrow was chosen: the visit that its newest passage led into. */
  onChoose(visit: Visit): void;
  children?: ReactNode;
}

/** A diagram with a machine at a moment in it. */
export function MachineView({ label, diagram, live, nameOf, api, selectedRecord, onChoose, children }: MachineViewProps) {
  const { x, y, width, height } = diagram.viewBox;
  const ways = withDetours(diagram, live);
  const shown = ways.filter((arrow) => arrow.isUsual || isTaken(live, arrow) || isNext(live, arrow));
  // What has happened is drawn over what has not
  const layers = [...shown].sort((a, b) => weight(live, a) - weight(live, b));
  return (
    <svg className={styles.machine} viewBox={`${x} ${y} ${width} ${height}`} role="group" aria-label={label}>
      {diagram.zones.map((zone) => (
        <Zone key={zone.id} zone={zone} api={api?.zone === zone.id ? api : undefined} />
      ))}
      {layers.map((arrow) => (
        <Arrow key={arrowKey(arrow.from, arrow.to)} arrow={arrow} live={live} nameOf={nameOf} selectedRecord={selectedRecord} onChoose={onChoose} />
      ))}
      {diagram.nodes.map((node) => (
        <Node key={node.state} node={node} live={live} />
      ))}
      {labelsOf(diagram, shown).map((each) => (
        <Label key={each.group} label={each} arrows={shown.filter((arrow) => groupOf(arrow) === each.group)} live={live} zones={diagram.zones} />
      ))}
      {diagram.nodes.map((node) => live.current?.state === node.state && <HereTag key={node.state} node={node} forMs={live.forMs} />)}
      {children}
    </svg>
  );
}

/** Arrows of the diagram, and those that were taken without being in it. */
function withDetours(diagram: Diagram, { taken }: LiveMachine): ArrowShape[] {
  const known = new Set(diagram.arrows.map(({ from, to }) => arrowKey(from, to)));
  const node = (state: string) => diagram.nodes.find((each) => each.state === state);
  const extra = [...taken.values()].flatMap(({ from, to }): ArrowShape[] => {
    const [a, b] = [node(from), node(to)];
    return known.has(arrowKey(from, to)) || a === undefined || b === undefined ? [] : [detour(a, b)];
  });
  return [...diagram.arrows, ...extra];
}

function isTaken({ taken }: LiveMachine, { from, to }: ArrowShape): boolean {
  return taken.has(arrowKey(from, to));
}

function isNext({ current, next }: LiveMachine, { from, to }: ArrowShape): boolean {
  return current?.state === from && next?.state === to;
}

function weight(live: LiveMachine, arrow: ArrowShape): number {
  return isNext(live, arrow) ? 2 : isTaken(live, arrow) ? 1 : 0;
}

/** The diagram's labels whose arrows are on screen, and places for the counts of the others. */
function labelsOf(diagram: Diagram, shown: readonly ArrowShape[]): LabelShape[] {
  const placed = new Map(diagram.labels.map((label) => [label.group, label]));
  const groups = new Map(shown.map((arrow) => [groupOf(arrow), arrow]));
  return [...groups].map(([group, { path }]) => placed.get(group) ?? placeOnPath(group, path));
}

function Zone({ zone, api }: { zone: ZoneShape; api: MachineViewProps['api'] }) {
  const { x, y, width, height, title } = zone;
  const says = api && (firstThatFits(api.forms, width - 32, SMALL_FONT) ?? api.forms.at(-1) ?? '');
  const pillPx = says === undefined ? 0 : textWidthPx(says, SMALL_FONT) + 16;
  return (
    <g>
      <rect className={styles.zone} x={x} y={y} width={width} height={height} rx={6} />
      {api ? (
        <g className={styles.api} data-behind={api.isBehind || undefined} data-testid="api-says">
          <rect x={x + 8} y={y + 3} width={pillPx} height={19} rx={3} />
          <text x={x + 16} y={y + 17}>
            {says}
          </text>
        </g>
      ) : (
        <text className={styles.zoneTitle} x={x + 16} y={y + 17}>
          {title}
        </text>
      )}
    </g>
  );
}

function Node({ node, live }: { node: NodeShape; live: LiveMachine }) {
  const { x, y, width, height } = node;
  const isHere = live.current?.state === node.state;
  const state = isHere ? 'here' : live.seen.has(node.state) ? 'seen' : 'unseen';
  const centreX = x + width / 2;
  if (node.isDiamond) {
    const centreY = y + height / 2;
    const diamond = (radius: number) => `M${centreX} ${centreY - radius}l${radius} ${radius} ${-radius} ${radius} ${-radius} ${-radius}z`;
    return (
      <g className={styles.node} data-state={state} data-node={node.state}>
        {isHere && <path className={styles.ring} d={diamond(width / 2 + 6)} />}
        <path className={styles.diamond} d={diamond(width / 2)} />
        <text className={styles.label} x={centreX} y={y - 12} textAnchor="middle">
          {node.label}
        </text>
      </g>
    );
  }
  const form = firstThatFits(node.forms, width - 8, SMALL_FONT);
  return (
    <g className={styles.node} data-state={state} data-node={node.state} data-role={node.role} data-waiting={node.isWaiting || undefined}>
      {isHere && <rect className={styles.ring} x={x - 4} y={y - 4} width={width + 8} height={height + 8} rx={7} />}
      <rect className={styles.box} x={x} y={y} width={width} height={height} rx={4} />
      <text className={styles.label} x={centreX} y={y + (form === undefined ? height / 2 + 4.5 : height / 2 - 3)} textAnchor="middle">
        {node.label}
      </text>
      {form !== undefined && (
        <text className={styles.small} x={centreX} y={y + height / 2 + 13} textAnchor="middle">
          {form}
        </text>
      )}
    </g>
  );
}

function HereTag({ node: { x, y, width, height }, forMs }: { node: NodeShape; forMs: number }) {
  const text = words.forTime(clockSeconds(forMs));
  const widthPx = textWidthPx(text, MONO_FONT_CSS) + 12;
  const bottom = y + height + (width < 30 ? 10 : 0);
  return (
    <g className={styles.hereTag}>
      <rect x={x + width / 2 - widthPx / 2} y={bottom - 1} width={widthPx} height={18} rx={2} />
      <text x={x + width / 2} y={bottom + 12} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

interface ArrowProps extends Pick<MachineViewProps, 'live' | 'nameOf' | 'selectedRecord' | 'onChoose'> {
  arrow: ArrowShape;
}

function Arrow({ arrow, live, nameOf, selectedRecord, onChoose }: ArrowProps) {
  const passage = live.taken.get(arrowKey(arrow.from, arrow.to));
  const state = isNext(live, arrow) ? 'next' : passage ? 'taken' : 'usual';
  const line = <path className={styles.line} d={arrow.path} markerEnd={`url(#${state === 'usual' ? 'states-arrow-quiet' : 'states-arrow'})`} />;
  if (passage === undefined) {
    return (
      <g className={styles.arrow} data-state={state} data-arrow={arrowKey(arrow.from, arrow.to)}>
        {line}
      </g>
    );
  }
  const choose = () => onChoose(passage.newest);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  };
  const name = words.arrow(nameOf(arrow.from), nameOf(arrow.to), passage.count, clockSeconds(passage.newest.fromMs));
  return (
    <g
      className={styles.arrow}
      data-state={state}
      data-arrow={arrowKey(arrow.from, arrow.to)}
      data-selected={passage.newest.record === selectedRecord || undefined}
      role="button"
      tabIndex={0}
      aria-label={name}
      onClick={choose}
      onKeyDown={press}
    >
      <title>{name}</title>
      <path className={styles.grip} d={arrow.path} />
      {line}
    </g>
  );
}

/** From the label to the countdown. */
const COUNTDOWN_PX = { 'under-line': 24, below: 15, above: -15 } as const;

function Label({ label, arrows, live, zones }: { label: LabelShape; arrows: readonly ArrowShape[]; live: LiveMachine; zones: readonly ZoneShape[] }) {
  const count = arrows.reduce((sum, { from, to }) => sum + (live.taken.get(arrowKey(from, to))?.count ?? 0), 0);
  const next = arrows.some((arrow) => isNext(live, arrow));
  const { text, x, y, anchor, countdown } = label;
  if (text === '' && count === 0 && !next) return null;
  const isInZone = zones.some((zone) => x > zone.x && x < zone.x + zone.width && y > zone.y && y < zone.y + zone.height);
  const isAlone = text === '' && count === 0;
  return (
    <text
      className={styles.arrowLabel}
      data-state={next ? 'next' : count > 0 ? 'taken' : 'usual'}
      data-ground={isInZone ? 'panel' : 'canvas'}
      x={x}
      y={y}
      textAnchor={anchor}
    >
      {text}
      {count > 0 && <tspan className={styles.count}>{`${text === '' ? '' : ' '}×${count}`}</tspan>}
      {next && (
        <tspan className={styles.count} {...(countdown === 'behind' ? { dx: 5 } : { x, dy: isAlone ? 0 : COUNTDOWN_PX[countdown] })}>
          {words.inTime(clockSeconds(live.inMs))}
        </tspan>
      )}
    </text>
  );
}

/** Arrow heads, once for the whole view. */
export function ArrowHeads() {
  return (
    <svg className={styles.defs} aria-hidden="true">
      <defs>
        <marker id="states-arrow-quiet" viewBox="0 0 8 8" refX="6.4" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
          <path className={styles.headQuiet} d="M0 .5 7.5 4 0 7.5z" />
        </marker>
        <marker id="states-arrow" viewBox="0 0 8 8" refX="6.4" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
          <path className={styles.head} d="M0 .5 7.5 4 0 7.5z" />
        </marker>
      </defs>
    </svg>
  );
}
