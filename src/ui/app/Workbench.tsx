import { useEffect } from 'react';
import { historyOf } from '../../store/history.ts';
import { startJudge } from '../../store/judge.ts';
import { runStartTimes } from '../../store/selectors.ts';
import { ChanceBar } from '../chance/lazy.ts';
import { RecordedBar } from '../recorded/lazy.ts';
import type { PagePart } from '../commands/commands.ts';
import { CompareBar } from '../compare/lazy.ts';
import { useDrop } from '../compare/use-drop.ts';
import { useApp, useWiring } from '../context.ts';
import { Announcement } from '../inspector/Announcement.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { StatesPanel } from '../states/lazy.ts';
import { usePreferences } from '../settings/preferences.ts';
import { PrintAhead } from '../print/PrintAhead.tsx';
import { LessonBar } from '../lesson/lazy.ts';
import { runTexts } from '../texts/en-run.ts';
import { useKeyboard } from '../use-keyboard.ts';
import { usePhone } from '../timeline/phone.ts';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { Transport } from '../transport/Transport.tsx';
import { VerdictBar } from '../verdict/VerdictBar.tsx';
import styles from './App.module.css';
import { useChance, useKubelet, useNamedLanes, useNotLoaded, usePendingMark, usePlayback } from './opened-view.ts';
import './NoticeWords.tsx';
import type { Pane } from './pane-sizes.ts';
import { Separator } from './Separator.tsx';

const ALL_PARTS: readonly PagePart[] = ['panels', 'app'];

/** Everything that shows a run: verdict, timeline, inspector, transport, and the keys that work in them. */
export default function Workbench({ inspectorPane }: { inspectorPane: Pane }) {
  useKeyboard(ALL_PARTS);
  usePlayback();
  useChance();
  useHistory();
  useJudge();
  useKubelet();
  usePreferences();
  usePendingMark();
  useNamedLanes();
  useNotLoaded();
  usePhoneWindow();
  useDrop();
  const comparing = useApp((state) => state.compare !== undefined);
  const chanceShown = useApp((state) => state.chanceShown && state.compare === undefined);
  const lessonShown = useApp((state) => state.lesson !== undefined && state.compare === undefined);
  const recordable = useApp((state) => state.origin.kind === 'library' && !state.edited && state.run !== undefined);
  const view = useApp((state) => state.view);
  return (
    <>
      <main className={styles.view}>
        <VerdictBar />
        {recordable && <RecordedBar />}
        {comparing && <CompareBar />}
        {lessonShown && <LessonBar />}
        {chanceShown && <ChanceBar />}
        {view === 'timeline' ? <TimelinePanel /> : <StatesPanel />}
      </main>
      <section className={styles.inspector} aria-label={runTexts.inspector.label}>
        <Separator className={styles.inspectorSeparator} label={runTexts.inspector.resize} orientation="horizontal" pane={inspectorPane} />
        <Inspector />
        <Announcement />
      </section>
      <Transport />
      <PrintAhead />
    </>
  );
}

/** Keeps the versions of the text from now on. */
function useHistory(): void {
  const { store } = useWiring();
  useEffect(() => void historyOf(store), [store]);
}

function useJudge(): void {
  const { store, services } = useWiring();
  useEffect(() => startJudge(store, services), [store, services]);
}

/** On a phone the first view is one run of a container: the one around the playhead. */
function usePhoneWindow(): void {
  const { store } = useWiring();
  const phone = usePhone();
  const epoch = useApp((state) => (state.run ? state.textEpoch : 0));
  useEffect(() => {
    const state = store.getState();
    if (!phone || epoch === 0 || state.window) return;
    const startMs = runStartTimes(state).findLast((timeMs) => timeMs <= state.playheadMs) ?? 0;
    // Of a run that is over at once one sees more than a moment: the next ones, and the waits between them
    const lengthMs = Math.max(state.playheadMs - startMs, (state.run?.trace.endMs ?? 0) / 20);
    if (lengthMs > 0)
      store.actions.setWindow({ fromMs: Math.max(0, startMs - lengthMs * 0.15), toMs: Math.max(state.playheadMs, startMs + lengthMs) + lengthMs * 0.2 });
  }, [store, phone, epoch]);
}
