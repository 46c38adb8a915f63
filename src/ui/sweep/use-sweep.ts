/** A sweep as the dialog edits, starts and follows it. */
import { useEffect, useRef, useState } from 'react';
import type { SweptRun } from '../../store/services.ts';
import { useWiring } from '../context.ts';
import { sweepTexts as words } from '../texts/en-sweep.ts';
import { rangeAround } from './range.ts';

/** A map with more cells than this could not be read. */
const MOST_RUNS = 400;

/** A number or duration of the text that can be varied. */
interface Variable {
  path: string;
  value: number | string;
}

/** One axis of the sweep, as it is being edited. */
export interface Field {
  path: string;
  /** `FROM..TO/STEP` or `A,B,C`. */
  range: string;
}

/** A sweep that was started. */
export interface Sweep {
  fields: Field[];
  /** The values of each axis. */
  axes: (number | string)[][];
  /** How many runs there are. */
  count: number;
}

export interface SweepInHand {
  /** What can be varied; undefined until that is known. */
  variables: readonly Variable[] | undefined;
  fields: readonly Field[];
  /** What is wrong with the fields; empty if nothing. */
  problem: string;
  sweep: Sweep | undefined;
  /** The runs that are made, by their place in the map, row by row. */
  runs: ReadonlyMap<number, SweptRun>;
  /** Chooses what an axis varies; an empty path takes the axis away. */
  choosePath(index: number, path: string): void;
  chooseRange(index: number, range: string): void;
  start(): Promise<void>;
  cancel(): void;
}

export function useSweep(): SweepInHand {
  const { store, services } = useWiring();
  const [variables, setVariables] = useState<Variable[]>();
  const [fields, setFields] = useState<Field[]>([]);
  const [problem, setProblem] = useState('');
  const [sweep, setSweep] = useState<Sweep>();
  const [runs, setRuns] = useState<ReadonlyMap<number, SweptRun>>(new Map());
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

  return {
    variables,
    fields,
    problem,
    sweep,
    runs,
    choosePath: (index, path) => {
      const variable = variables?.find((each) => each.path === path);
      const rest = fields.filter((_field, other) => other !== index);
      setFields(variable ? rest.toSpliced(index, 0, { path, range: rangeAround(variable.value) }) : rest);
    },
    chooseRange: (index, range) => setFields(fields.map((field, at) => (at === index ? { ...field, range } : field))),
    start: async () => {
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
    },
    cancel: () => {
      stop.current?.();
      stop.current = undefined;
      setSweep(sweep && { ...sweep, count: runs.size });
    },
  };
}
