import { useEffect, useState } from 'react';
import type { Diagnostic } from '../../model/diagnostics.ts';
import type { AppState, RunView } from '../../store/app-store.ts';
import { firstError, tabPlace } from '../../store/problems.ts';
import type { Density } from '../../timeline/index.ts';
import { useActions, useApp } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { CompareSentence } from '../compare/lazy.ts';
import { LanesButton } from '../lanes/LanesButton.tsx';
import { StatesSentence } from '../states/lazy.ts';
import controls from '../styles/controls.module.css';
import { runTexts } from '../texts/en-run.ts';
import { texts } from '../texts/index.ts';
import styles from './VerdictBar.module.css';

const VIEWS: readonly RunView[] = ['timeline', 'states'];
const DENSITIES: readonly Density[] = ['overview', 'normal', 'detail'];

/** What happened, in a sentence; or why the run on screen is not that of the text. */
export function VerdictBar() {
  const { set, setWindow, showView } = useActions();
  const view = useApp((state) => state.view);
  const density = useApp((state) => state.density);
  const hideFuture = useApp((state) => state.hideFuture);
  const comparing = useApp((state) => state.compare !== undefined);
  return (
    <div className={styles.bar}>
      <Sentence />
      {view === 'timeline' && (
        <div className={`${controls.segments} ${styles.density}`} role="group" aria-label={runTexts.timeline.density}>
          {DENSITIES.map((each) => (
            <button key={each} type="button" aria-pressed={each === density} onClick={() => set({ density: each })}>
              {runTexts.timeline.densities[each]}
            </button>
          ))}
        </div>
      )}
      {view === 'timeline' && <LanesButton className={styles.tool} />}
      <button
        type="button"
        className={`${controls.button} ${styles.tool}`}
        aria-label={runTexts.timeline.hideFuture}
        title={runTexts.timeline.hideFutureHint}
        aria-pressed={hideFuture}
        onClick={() => set({ hideFuture: !hideFuture })}
      >
        <Icon name="eye" />
      </button>
      {view === 'timeline' && (
        <button
          type="button"
          className={`${controls.button} ${styles.tool}`}
          aria-label={runTexts.timeline.fit}
          title={runTexts.timeline.fitHint}
          onClick={() => setWindow(undefined)}
        >
          <Icon name="fit" />
        </button>
      )}
      {!comparing && (
        <div className={`${controls.segments} ${styles.tool}`} role="group" aria-label={runTexts.view.label}>
          {VIEWS.map((each) => (
            <button key={each} type="button" title={runTexts.view.hint} aria-pressed={each === view} onClick={() => showView(each)}>
              {runTexts.view[each]}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What it came to, or what is wrong. */
export function Sentence() {
  const run = useApp((state) => state.run);
  const hideFuture = useApp((state) => state.hideFuture);
  const problem = useApp(problemSentence);
  const isStates = useApp((state) => state.view === 'states' && state.run !== undefined);
  const comparing = useApp((state) => state.compare !== undefined);
  const slow = useSlowRun();
  const verdict = run?.story.verdict;
  const title = hideFuture ? runTexts.timeline.veil : (verdict?.headline ?? texts.simulating);
  const facts = run && verdict ? [...notesOn(run), ...verdict.line.split(/(?<=\.) |(?<=。)(?=.)/)] : [];
  const [first, ...more] = facts;
  return (
    <div className={styles.say} role="status" aria-live="polite">
      {problem === undefined && comparing ? (
        <CompareSentence />
      ) : problem === undefined && isStates ? (
        <StatesSentence />
      ) : problem === undefined ? (
        <>
          <h1 className={styles.headline} title={title}>
            {title}
          </h1>
          <p className={styles.facts} title={hideFuture ? undefined : whole(facts)} style={{ visibility: hideFuture ? 'hidden' : undefined }}>
            {slow && run && `${texts.simulating}. `}
            {first === undefined ? runTexts.verdict.simulatingHint : sentence(first)}
            {more.length > 0 && <span className={styles.more}>{whole(['', ...more])}</span>}
          </p>
        </>
      ) : (
        <>
          <h1 className={styles.problem}>
            <Icon name="warning" />
            <span title={problem}>{problem}</span>
          </h1>
          <Remedy />
        </>
      )}
    </div>
  );
}

const sentence = (fact: string) => (fact === '' || /[.!?。]$/.test(fact) ? fact : `${fact}.`);

const whole = (facts: readonly string[]) => facts.map((fact, index) => `${index === 0 || fact.endsWith('。') ? '' : ' '}${sentence(fact)}`).join('');

/** True while a run takes so long that the reader wonders. */
function useSlowRun(): boolean {
  const running = useApp((state) => state.running);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [running]);
  return slow;
}

const SLOW_MS = 300;

/** What the reader should know before the facts: a cut, a template that was used instead of a Pod, actions that never came due. */
function notesOn({ trace, facts }: NonNullable<AppState['run']>): string[] {
  const { kind, name } = facts.podSource;
  return [
    ...(trace.cut ? [runTexts.verdict.cut(trace.cut.atMs, trace.cut.message)] : []),
    ...(kind === 'Pod' ? [] : [runTexts.verdict.template(kind, name)]),
    ...trace.pendingActions.map(({ index, what, waitingFor }) => runTexts.verdict.pending(index, what, waitingFor)),
  ];
}

function problemSentence(state: AppState): string | undefined {
  const { status } = state;
  if (status.kind === 'current') return undefined;
  if (status.kind === 'stopped') return status.why === 'hung' ? runTexts.verdict.hung : runTexts.verdict.crashed;
  const error = firstError(state);
  if (!error) return runTexts.verdict.nothingYet;
  const place = tabPlace(state, error);
  const where = place && (place.half === 'pod' ? texts.editor.line(place.line) : texts.editor.tabLine(texts.editor.tabs.scenario, place.line));
  const line = where === undefined ? '' : `${where}: `;
  return `${line}${inPlainWords(error).cause}`;
}

/** The API's own words can be long; then our sentence about them comes first. */
function inPlainWords({ message, help }: Diagnostic): { cause: string; remedy: string | undefined } {
  return help !== undefined && message.length > LONG_MESSAGE ? { cause: help, remedy: `${message}.` } : { cause: message, remedy: help };
}

const LONG_MESSAGE = 80;

function Remedy() {
  const status = useApp((state) => state.status);
  const hasRun = useApp((state) => state.run !== undefined);
  const help = useApp((state) => {
    const error = firstError(state);
    return error && inPlainWords(error).remedy;
  });
  const cause = status.kind === 'stopped' ? status.message : '';
  const remedy = status.kind === 'stopped' ? (status.why === 'hung' ? runTexts.verdict.hungHelp : runTexts.verdict.crashedHelp) : help;
  const shown = hasRun ? runTexts.verdict.showingLast : runTexts.verdict.nothingYet;
  // What one sees comes first: it must not be what is cut off
  const words = [shown, cause, remedy].filter((part) => part !== undefined && part !== '').join(' ');
  return <p title={words}>{words}</p>;
}
