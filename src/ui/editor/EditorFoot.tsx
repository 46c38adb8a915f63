import { useState } from 'react';
import type { HalfLine } from '../../store/halves.ts';
import { HistoryButtons } from '../workbench/HistoryButtons.tsx';
import { Diagnostics } from './Diagnostics.tsx';
import { RunSettings } from './RunSettings.tsx';

/** Around the text: its versions, what is wrong with it, and what is run. */
export function EditorFoot({ jump }: { jump(place: HalfLine & { column: number }): void }) {
  const [hintsShown, setHintsShown] = useState(false);
  return (
    <>
      <HistoryButtons />
      <Diagnostics jump={jump} hintsShown={hintsShown} />
      <RunSettings hintsShown={hintsShown} toggleHints={() => setHintsShown(!hintsShown)} />
    </>
  );
}
