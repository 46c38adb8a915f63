import { useState } from 'react';
import type { HalfLine } from '../../store/halves.ts';
import { Diagnostics } from './Diagnostics.tsx';
import { RunSettings } from './RunSettings.tsx';

/** Below the text: what is wrong with it, and what is run. */
export default function EditorFoot({ jump }: { jump(place: HalfLine & { column: number }): void }) {
  const [hintsShown, setHintsShown] = useState(false);
  return (
    <>
      <Diagnostics jump={jump} hintsShown={hintsShown} />
      <RunSettings hintsShown={hintsShown} toggleHints={() => setHintsShown(!hintsShown)} />
    </>
  );
}
