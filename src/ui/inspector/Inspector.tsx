import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { lazily } from '../lazily.ts';
import type { Trace } from '../../model/trace.ts';
import type { AppState, InspectorTab } from '../../store/app-store.ts';
import { ClaimsPanel } from '../claims/lazy.ts';
import { ComparePanel } from '../compare/lazy.ts';
import { useActions, useApp } from '../context.ts';
import { useAfterFirstPaint } from '../first-paint.ts';
import { OnItsWay } from '../OnItsWay.tsx';
import { StoryPanel } from '../present/lazy.ts';
import { runTexts } from '../texts/en-run.ts';
import styles from './Inspector.module.css';
import type { RunTab } from './RunPanel.tsx';
import { shownFindings } from './shown-findings.ts';
import { INSPECTOR_TABS } from './tabs.ts';

/** The panes that explain a run are loaded after the run is on screen: nobody reads them before. */
const loadRunPanel = () => import('./RunPanel.tsx');
/** Loaded when it is opened: nobody needs kubectl for the first look at a run. */
const KubectlPanel = lazily(() => import('./kubectl/KubectlPanel.tsx'), OnItsWay);

/** Loaded when it is opened, like kubectl. */
const ImagesPanel = lazily(() => import('./images/ImagesPanel.tsx'), OnItsWay);

const PANELS: Record<Exclude<InspectorTab, RunTab>, ReactNode> = {
  compare: <ComparePanel />,
  watch: <KubectlPanel key="watch" tab="watch" />,
  describe: <KubectlPanel key="describe" tab="describe" />,
  logs: <KubectlPanel key="logs" tab="logs" />,
  yaml: <KubectlPanel key="yaml" tab="yaml" />,
  env: <KubectlPanel key="env" tab="env" />,
  images: <ImagesPanel />,
  final: <KubectlPanel key="final" tab="final" />,
  claims: <ClaimsPanel />,
  story: <StoryPanel />,
};

export function Inspector() {
  const chosen = useApp((state) => state.inspectorTab);
  const comparing = useApp((state) => state.compare !== undefined);
  const claims = useApp((state) => state.run?.facts.claims ?? 0);
  // While two runs are compared, where they differ comes first.
  const tabs: readonly InspectorTab[] = [
    ...(comparing ? (['compare'] as const) : []),
    ...INSPECTOR_TABS,
    ...(claims > 0 ? (['claims'] as const) : []),
    'story',
  ];
  const tab = tabs.includes(chosen) ? chosen : 'why';
  const counts: Partial<Record<InspectorTab, number>> = {
    compare: useApp((state) => (state.hideFuture ? 0 : (state.compared?.words.differences.length ?? 0))),
    events: useApp(eventCount),
    findings: useApp((state) => shownFindings(state).length),
    truths: useApp((state) => (state.hideFuture ? 0 : (state.run?.story.disagreements.length ?? 0))),
    claims,
  };
  const run = useAfterFirstPaint(loadRunPanel);
  const { set } = useActions();
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    // With Shift the arrows move the playhead, here as elsewhere
    if (step === 0 || event.shiftKey) return;
    const index = (tabs.indexOf(tab) + step + tabs.length) % tabs.length;
    set({ inspectorTab: tabs[index] ?? tab });
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div ref={list} className={styles.tabs} role="tablist" aria-label={runTexts.inspector.label} onKeyDown={press}>
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`inspector-tab-${each}`}
            aria-selected={each === tab}
            aria-controls={`inspector-${each}`}
            tabIndex={each === tab ? 0 : -1}
            onClick={() => set({ inspectorTab: each })}
          >
            {runTexts.inspector.tabs[each]}
            {(counts[each] ?? 0) > 0 && <span className={styles.count}>{counts[each]}</span>}
          </button>
        ))}
      </div>
      <div className={styles.pane} role="tabpanel" id={`inspector-${tab}`} aria-labelledby={`inspector-tab-${tab}`}>
        {tab in PANELS ? PANELS[tab as keyof typeof PANELS] : run && <run.RunPanel tab={tab as RunTab} />}
      </div>
    </>
  );
}

let counted: { trace: Trace; timesMs: number[] } | undefined;

/** How many Events the run on screen has; with a hidden future, so far. */
function eventCount({ run, hideFuture, playheadMs }: AppState): number {
  if (!run) return 0;
  if (counted?.trace !== run.trace) counted = { trace: run.trace, timesMs: run.trace.records.flatMap(({ kind, t }) => (kind === 'Event' ? [t] : [])) };
  const { timesMs } = counted;
  const ahead = hideFuture ? timesMs.findIndex((t) => t > playheadMs) : -1;
  return ahead < 0 ? timesMs.length : ahead;
}
