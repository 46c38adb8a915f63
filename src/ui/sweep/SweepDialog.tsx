import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { SweptRun } from '../../store/services.ts';
import { useActions, useWiring } from '../context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import controls from '../styles/controls.module.css';
import { sweepTexts as words } from '../texts/en-sweep.ts';
import { rangeAround } from './range.ts';
import styles from './Sweep.module.css';

/** More cells than this nobody reads. */
const MOST_RUNS = 400;

interface Variable {
  path: string;
  value: number | string;
}

interface Field {
  path: string;
  range: string;
}

interface Sweep {
  fields: Field[];
  axes: (number | string)[][];
  count: number;
}

/** One or two numbers varied over ranges: a map of what becomes of each run; a cell opens its run. */
export default function SweepDialog({ close }: { close(): void }) {
  const { store, services } = useWiring();
  const { applyChange } = useActions();
  const [variables, setVariables] = useState<Variable[]>();
  const [fields, setFields] = useState<Field[]>([]);
  const [problem, setProblem] = useState('');
  const [sweep, setSweep] = useState<Sweep>();
  const [runs, setRuns] = useState<ReadonlyMap<number, SweptRun>>(new Map());
  const [show, setShow] = useState<'map' | 'strips'>('map');
  const stop = useRef<() => void>(undefined);
  useEffect(() => {
    let gone = false;
    void services.sweepOffer(store.getState().text, []).then(
      (offer) => {
        if (gone) return;
        setVariables(offer.variables);
        const [first] = offer.variables;
        if (first) setFields([{ path: first.path, range: rangeAround(first.value) }]);
      },
      () => !gone && setVariables([]),
    );
    return () => {
      gone = true;
      stop.current?.();
    };
  }, [store, services]);

  const choose = (index: number, path: string) => {
    const variable = variables?.find((each) => each.path === path);
    const rest = fields.filter((_field, other) => other !== index);
    setFields(variable ? rest.toSpliced(index, 0, { path, range: rangeAround(variable.value) }) : rest);
  };
  const start = async (event: FormEvent) => {
    event.preventDefault();
    stop.current?.();
    const { text, choices } = store.getState();
    const axes = fields.map(({ path, range }) => `${path}=${range.trim()}`);
    const offer = await services.sweepOffer(text, axes).catch((error: unknown) => ({ axes: undefined, reason: String(error) }));
    if (!offer.axes) {
      setProblem(offer.reason ?? '');
      return;
    }
    const count = offer.axes.reduce((product, values) => product * values.length, 1);
    if (count > MOST_RUNS) {
      setProblem(words.tooMany(count, MOST_RUNS));
      return;
    }
    setProblem('');
    setSweep({ fields, axes: offer.axes, count });
    setRuns(new Map());
    stop.current = services.sweep(
      { text, choices, axes, count },
      (index, run) => setRuns((before) => new Map(before).set(index, run)),
      () => {
        stop.current = undefined;
      },
    );
  };
  const cancel = () => {
    stop.current?.();
    stop.current = undefined;
    setSweep(sweep && { ...sweep, count: runs.size });
  };
  const open = (run: SweptRun, values: string) => {
    close();
    applyChange(words.opened(values), run.text);
  };
  const isRunning = sweep !== undefined && runs.size < sweep.count;
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <form className={styles.form} onSubmit={(event) => void start(event)}>
        <p>{variables?.length === 0 ? words.nothing : words.lead}</p>
        {[0, 1].map((index) => (
          <div key={index} className={styles.field}>
            <label>
              <span>{index === 0 ? words.first : words.second}</span>
              <select
                className={controls.select}
                value={fields[index]?.path ?? ''}
                disabled={index > fields.length || !variables?.length}
                onChange={(event) => choose(index, event.target.value)}
              >
                {index === 1 && <option value="">{words.none}</option>}
                {variables
                  ?.filter(({ path }) => path !== fields[1 - index]?.path)
                  .map(({ path }) => (
                    <option key={path} value={path}>
                      {path}
                    </option>
                  ))}
              </select>
            </label>
            {fields[index] && (
              <input
                className={controls.select}
                aria-label={words.range(fields[index].path)}
                title={words.rangeHint}
                value={fields[index].range}
                onChange={(event) => setFields(fields.map((field, at) => (at === index ? { ...field, range: event.target.value } : field)))}
              />
            )}
          </div>
        ))}
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

interface ResultsProps {
  sweep: Sweep;
  runs: ReadonlyMap<number, SweptRun>;
  show: 'map' | 'strips';
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
  show: 'map' | 'strips';
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
