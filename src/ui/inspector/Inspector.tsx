import { type KeyboardEvent, useRef } from 'react';

import type { Trace } from '../../model/trace.ts';
import type { AppState } from '../../store/app-store.ts';
import { useActions, useApp } from '../context.ts';
import { texts } from '../texts/index.ts';
import { EventsTable } from './EventsTable.tsx';
import styles from './Inspector.module.css';
import { INSPECTOR_TABS } from './tabs.ts';
import { WhyPanel } from './WhyPanel.tsx';

export function Inspector() {
  const tab = useApp((state) => state.inspectorTab);
  const events = useApp(eventCount);
  const { set } = useActions();
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const index = (INSPECTOR_TABS.indexOf(tab) + step + INSPECTOR_TABS.length) % INSPECTOR_TABS.length;
    set({ inspectorTab: INSPECTOR_TABS[index] ?? tab });
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div ref={list} className={styles.tabs} role="tablist" aria-label={texts.inspector.label} onKeyDown={press}>
        {INSPECTOR_TABS.map((each) => (
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
            {texts.inspector.tabs[each]}
            {each === 'events' && events > 0 && <span className={styles.count}>{events}</span>}
          </button>
        ))}
      </div>
      <div className={styles.pane} role="tabpanel" id={`inspector-${tab}`} aria-labelledby={`inspector-tab-${tab}`}>
        {tab === 'why' ? <WhyPanel /> : <EventsTable />}
      </div>
    </>
  );
}

let counted: { trace: Trace; events: number } | undefined;

/** How many Events the run on screen has. */
function eventCount({ run }: AppState): number {
  if (!run) return 0;
  if (counted?.trace !== run.trace) counted = { trace: run.trace, events: run.trace.records.filter(({ kind }) => kind === 'Event').length };
  return counted.events;
}
