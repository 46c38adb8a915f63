import { type CSSProperties, memo, useState } from 'react';
import type { Beat } from '../../store/services.ts';
import { nextBeat, type onStage } from '../../store/presenter.ts';
import { useWiring } from '../context.ts';
import { unbroken } from '../format.ts';
import { presentTexts as words } from '../texts/en-present.ts';
import { Gauges } from './Gauges.tsx';
import styles from './Present.module.css';
import { Stage } from './Stage.tsx';

type OnStage = NonNullable<ReturnType<typeof onStage>>;

/** A beat: what it claims, the lanes, the lines of YAML that it is about, and gauges. A click goes on. */
export function Slide({ stage, beats, hidesFuture }: { stage: OnStage; beats: readonly Beat[]; hidesFuture: boolean }) {
  const { store, frames } = useWiring();
  const [shownMs, setShownMs] = useState(0);
  return (
    <>
      <header className={styles.claim} aria-live="polite">
        <div className={styles.number} role="img" aria-label={words.beatLabel(stage.index + 1, beats.length)}>
          {stage.question === undefined ? stage.index + 1 : '?'}
        </div>
        <div className={styles.said}>
          <div>
            <h1>{headline(stage, beats)}</h1>
            {stage.question === undefined && stage.shown.text !== '' && <p>{unbroken(stage.shown.text)}</p>}
          </div>
          <RoomForAll beats={beats} />
        </div>
      </header>
      <Stage stage={stage} beats={beats} hidesFuture={hidesFuture} onShown={setShownMs} frames={frames} onClick={() => nextBeat(store)} />
      <div className={styles.low} style={{ '--rows': rowsOf(beats) } as CSSProperties}>
        <pre className={styles.yaml} aria-label={words.lines}>
          {linesOf(stage.shown).map((line, index) => (
            <YamlLine key={index} {...line} />
          ))}
        </pre>
        <Gauges beat={stage.shown} timeMs={shownMs} />
      </div>
    </>
  );
}

/** Out of sight, where the claim stands: as high as the highest of the story, so that the lanes below keep their place from beat to beat. */
const RoomForAll = memo(function RoomForAll({ beats }: { beats: readonly Beat[] }) {
  return beats.map(({ title, text, ask }, index) => (
    <div key={index} aria-hidden="true">
      {typeof ask === 'string' && <div className={styles.headline}>{unbroken(ask)}</div>}
      <div>
        <div className={styles.headline}>{unbroken(title)}</div>
        {text !== '' && <p>{unbroken(text)}</p>}
      </div>
    </div>
  ));
});

function headline({ question, shown, index }: OnStage, beats: readonly unknown[]): string {
  if (question === true) return words.whatNext;
  if (question !== undefined) return unbroken(question);
  return shown.title === '' ? words.beatLabel(index + 1, beats.length) : unbroken(shown.title);
}

/** Heights of a line of YAML and of a gap between lines, in hundredths of the slide's height. */
const LINE_ROWS = 3;
const GAP_ROWS = 1.45;
/** As many letters fit into the width of the lines. */
const LINE_LETTERS = 51;
/** A line that goes on below begins this much further right than the line itself. */
const HANGING_LETTERS = 4;

/** The room that the longest lines of a story take: the lanes above keep their place from beat to beat. */
function rowsOf(beats: readonly Beat[]): number {
  return Math.max(
    0,
    ...beats.map(({ yaml }) => linesOf({ yaml }).reduce((sum, { rows, isAfterGap }) => sum + rows * LINE_ROWS + (isAfterGap ? GAP_ROWS : 0), 0)),
  );
}

type Line = Beat['yaml'][number];

interface WholeLine extends Line {
  /** Whether it is shown to its end, however long it is. */
  isWhole: boolean;
  rows: number;
}

/** The marked line and what stands under it are shown whole. */
function linesOf({ yaml }: Pick<Beat, 'yaml'>): WholeLine[] {
  let under = Infinity;
  return yaml.map((line) => {
    const indent = indentOf(line.text);
    // All keys of an item of a list stand under its dash
    const begins = line.text.search(/\S/);
    if (line.isMarked) under = begins;
    else if (line.isAfterGap || begins <= under) under = Infinity;
    const isWhole = under !== Infinity;
    const over = line.text.length - LINE_LETTERS;
    return { ...line, isWhole, rows: isWhole && over > 0 ? 1 + Math.ceil(over / (LINE_LETTERS - indent - HANGING_LETTERS)) : 1 };
  });
}

/** Where the first key of a line stands. */
function indentOf(text: string): number {
  return /^\s*(?:- +)*/.exec(text)?.[0].length ?? 0;
}

function YamlLine({ text, isMarked, isAfterGap, isDefault, isWhole }: WholeLine) {
  const [, indent = '', key, rest = text] = /^(\s*(?:- +)*)([\w./-]+:)?(.*)$/.exec(text) ?? [];
  const [value = '', comment] = isDefault ? rest.split(/(?= {2}# )/) : [rest];
  return (
    <>
      {isAfterGap && <span className={styles.gap} />}
      <span
        className={styles.line}
        data-marked={isMarked || undefined}
        data-whole={isWhole || undefined}
        style={{ '--indent': indentOf(text) + HANGING_LETTERS } as CSSProperties}
      >
        {indent}
        {key !== undefined && <b>{key}</b>}
        {value}
        {comment !== undefined && <i>{comment}</i>}
        {'\n'}
      </span>
    </>
  );
}
