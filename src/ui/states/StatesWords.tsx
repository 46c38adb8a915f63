import { machineAt } from '../../timeline/states/index.ts';
import { useApp } from '../context.ts';
import { clockSeconds } from '../format.ts';
import { statesTexts } from '../texts/en-states.ts';
import { containerStateName, terminationStateName } from './names.ts';
import styles from './States.module.css';
import { machinesOf, subjectContainer } from './subject.ts';

const words = statesTexts;

/** The verdict bar's words in this view: what the container does at the playhead, and how to read the arrows. */
export function StatesSentence() {
  const headline = useApp((state) => {
    const machines = machinesOf(state);
    const container = machines && subjectContainer(state, machines);
    const current = container && machineAt(container.node, state.playheadMs).current;
    if (!container) return words.noPod;
    return current ? words.headline(container.name, current.state, current.facts?.exitCode) : words.gone(container.name);
  });
  return (
    <>
      <h1 title={headline}>{headline}</h1>
      <p>{words.howToRead}</p>
    </>
  );
}

/** The transport bar's words in this view: what goes on, and what follows. */
export function StatesCaption() {
  const now = useApp((state) => captionAt(state).now);
  const next = useApp((state) => captionAt(state).next);
  return (
    <p className={styles.caption}>
      <b>{now}</b>
      {next}
    </p>
  );
}

/** The ending of the container if it is under way, else the container. */
function captionAt(state: Parameters<typeof machinesOf>[0]): { now: string; next: string } {
  const machines = machinesOf(state);
  const container = machines && subjectContainer(state, machines);
  if (!container) return { now: words.noPod, next: '' };
  const at = (machine: Parameters<typeof machineAt>[0]) => machineAt(machine, state.playheadMs, state.hideFuture);
  const ending = at(container.termination);
  const isEnding = ending.current !== undefined && ['decided', 'preStop', 'signalled'].includes(ending.current.state);
  const { current, next } = isEnding ? ending : at(container.node);
  const nameOf = (visit: NonNullable<typeof current>) =>
    isEnding ? terminationStateName(visit.state, visit.facts) : containerStateName(container, visit.state, visit.facts);
  return {
    now: current ? nameOf(current) : words.over,
    next: next ? words.andThen(nameOf(next), clockSeconds(next.fromMs)) : '',
  };
}
