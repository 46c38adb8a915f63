import { useEffect, useRef, useState } from 'react';
import type { SweptRun } from '../../store/services.ts';
import { useActions } from '../context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import controls from '../styles/controls.module.css';
import { sweepTexts as words } from '../texts/en-sweep.ts';
import styles from './Sweep.module.css';
import { type Sweep, type SweepInHand, useSweep } from './use-sweep.ts';

type Show = 'map' | 'strips';

/** One or two numbers varied over ranges: a map of the outcomes; a cell opens its run. */
export default function SweepDialog({ close }: { close(): void }) {
  const { applyChange } = useActions();
  const inHand = useSweep();
  const { sweep, runs } = inHand;
  const [show, setShow] = useState<Show>('map');
  const open = (run: SweptRun, values: string) => {
    close();
    applyChange(words.opened(values), run.text);
  };
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <SweepForm inHand={inHand} />
      {sweep && (
        <div className={styles.results}>
          <div className={controls.segments} role="group" aria-label={words.results}>
            {(['map', 'strips'] as const).map((each) => (
              <button key={each} type="button" aria-pressed={show === each} onClick={() => setShow(each)}>
                {words.shows[each]}
              </button>
            ))}
          </div>
          <Results sweep={sweep} runs={runs} show={show} open={open} />
          <p className={styles.hint}>{words.hint}</p>
        </div>
      )}
    </Dialog>
  );
}

/** What is varied over which ranges, and how far the runs are. */
function SweepForm({ inHand }: { inHand: SweepInHand }) {
  const { variables, fields, problem, sweep, runs, start, cancel } = inHand;
  const isRunning = sweep !== undefined && runs.size < sweep.count;
  const form = useRef<HTMLFormElement>(null);
  // The first field gets the focus once there is something to choose in it
  useEffect(() => {
    if (variables?.length && !form.current?.contains(document.activeElement)) form.current?.querySelector('select')?.focus();
  }, [variables]);
  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <p>{variables?.length === 0 ? words.nothing : words.lead}</p>
      <AxisField index={0} inHand={inHand} />
      <AxisField index={1} inHand={inHand} />
      <div className={styles.field}>
        <small role="status">{problem !== '' ? problem : sweep ? words.progress(runs.size, sweep.count) : words.rangeHint}</small>
        {isRunning ? (
          <button type="button" className={controls.line} onClick={cancel}>
            {words.stop}
          </button>
        ) : (
          <button type="submit" className={controls.solid} disabled={fields.length === 0}>
            {words.start}
          </button>
        )}
      </div>
    </form>
  );
}

/** One axis: what is varied, and over which values. The second one may be left out. */
function AxisField({ index, inHand: { variables, fields, choosePath, chooseRange } }: { index: 0 | 1; inHand: SweepInHand }) {
  const field = fields[index];
  const other = fields[1 - index];
  return (
    <div className={styles.field}>
      <label>
        <span>{index === 0 ? words.first : words.second}</span>
        <select
          className={controls.select}
          value={field?.path ?? ''}
          disabled={index > fields.length || !variables?.length}
          onChange={(event) => choosePath(index, event.target.value)}
        >
          {index === 1 && <option value="">{words.none}</option>}
          {variables
            ?.filter(({ path }) => path !== other?.path)
            .map(({ path }) => (
              <option key={path} value={path}>
                {path}
              </option>
            ))}
        </select>
      </label>
      {field && (
        <input
          className={controls.select}
          aria-label={words.range(field.path)}
          title={words.rangeHint}
          value={field.range}
          onChange={(event) => chooseRange(index, event.target.value)}
        />
      )}
    </div>
  );
}

interface ResultsProps {
  sweep: Sweep;
  runs: ReadonlyMap<number, SweptRun>;
  show: Show;
  open(run: SweptRun, values: string): void;
}

/** The first field goes down, the second across. */
function Results({ sweep: { fields, axes }, runs, show, open }: ResultsProps) {
  const [rows = [], columns = ['']] = axes;
  const isPlane = axes.length > 1;
  return (
    <div className={styles.scroller}>
      <table className={styles.map} data-show={show}>
        <thead>
          <tr>
            <th scope="col">
              {lastStep(fields[0]?.path ?? '')}
              {isPlane && ` ╲ ${lastStep(fields[1]?.path ?? '')}`}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {isPlane ? column : words.results}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, y) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {columns.map((column, x) => {
                const run = runs.get(y * columns.length + x);
                const values = [row, ...(isPlane ? [column] : [])].map((value, axis) => `${lastStep(fields[axis]?.path ?? '')} ${value}`).join(', ');
                return (
                  <td key={column}>
                    <Cell run={run} values={values} show={show} open={open} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  run: SweptRun | undefined;
  values: string;
  show: Show;
  open(run: SweptRun, values: string): void;
}

function Cell({ run, values, show, open }: CellProps) {
  if (!run) return null;
  const { outcome } = run;
  const kind = outcome?.kind ?? 'error';
  const outage = outcome && outcome.outageMs >= 500 && kind !== 'neverReady' ? words.outage(outcome.outageMs) : '';
  return (
    <button
      type="button"
      className={styles.cell}
      data-outcome={kind}
      aria-label={words.cell(values, words.kinds[kind], outage)}
      title={run.reason ?? outage}
      onClick={() => open(run, values)}
    >
      {show === 'strips' && outcome ? (
        <svg className={styles.strip} viewBox={`0 0 ${outcome.endMs} 10`} preserveAspectRatio="none" aria-hidden="true">
          {outcome.ready.map(({ fromMs, toMs }) => (
            <rect key={fromMs} className={styles.ready} x={fromMs} y={2} width={toMs - fromMs} height={8} />
          ))}
          {outcome.killsMs.map((ms) => (
            <path key={ms} className={styles.kill} d={`M${ms} 0v10`} />
          ))}
        </svg>
      ) : (
        <>
          <span>{words.kinds[kind]}</span>
          <small>{outage}</small>
        </>
      )}
    </button>
  );
}

function lastStep(path: string): string {
  return path.split('.').at(-1) ?? path;
}
