import { useEffect, useState } from 'react';
import type { Half } from '../../model/scenario-text.ts';
import { tabRange } from '../../store/problems.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { LineHint } from '../../store/services.ts';
import { useApp, useWiring } from '../context.ts';
import { goTo } from '../playback.ts';
import type { CodeEditor, EndOfLine } from './code-editor.ts';

const HALVES: readonly Half[] = ['pod', 'scenario'];
const NONE: readonly LineHint[] = [];

/** Beside probes and hooks: what they mean, what they did in the run on screen, and what the text leaves to defaults. Draws in the editor alone. */
export function LineHints({ editor }: { editor: CodeEditor }) {
  const { store, services } = useWiring();
  const runId = useApp(({ lineHints, run, status }) => (lineHints === 'shown' && status.kind === 'current' ? run?.id : undefined));
  const dragging = useApp((state) => state.dragging);
  const hideFuture = useApp((state) => state.hideFuture);
  const [found, setFound] = useState<{ runId: number; hints: readonly LineHint[] }>();
  // Until those of a new run are here, the old ones stay where the editor has moved them
  const hints = runId === undefined ? NONE : found?.runId === runId ? found.hints : undefined;
  useEffect(() => {
    if (runId === undefined || dragging) return undefined;
    let gone = false;
    void services.list('hints', runId).then((answer) => {
      if (!gone) setFound({ runId, hints: answer ?? NONE });
    });
    return () => {
      gone = true;
    };
  }, [services, runId, dragging]);
  useEffect(() => {
    if (!hints) return;
    const { text } = store.getState();
    for (const half of HALVES) editor.setEndsOfLines(half, endsOf(store, text, hints, half, hideFuture));
  }, [editor, store, hints, hideFuture]);
  return null;
}

function endsOf(store: AppStore, text: string, hints: readonly LineHint[], half: Half, hideFuture: boolean): EndOfLine[] {
  return hints.flatMap((hint): EndOfLine[] => {
    const place = tabRange(text, half, hint.line, hint.line);
    // What it did is the future's until it has come
    const words = [hideFuture ? undefined : hint.did, hint.means].filter((part) => part !== undefined && part !== '').join(' · ');
    return place && words !== '' ? [{ line: place.fromLine, text: words, choose: () => choose(store, hint) }] : [];
  });
}

/** To what the hint tells of; without that the lane is marked. */
function choose(store: AppStore, { lane, record, atMs }: LineHint): void {
  store.actions.set({ selectedLane: lane });
  if (record === undefined || atMs === undefined) return;
  store.actions.select({ record, attempt: 0 });
  store.actions.set({ inspectorTab: 'why' });
  goTo(store, atMs);
}
