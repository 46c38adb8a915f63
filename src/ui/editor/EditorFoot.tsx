import { useState } from 'react';
import type { HalfLine } from '../../store/halves.ts';
import { HistoryButtons } from '../workbench/HistoryButtons.tsx';
import type { CodeEditor } from './code-editor.ts';
import { Diagnostics } from './Diagnostics.tsx';
import { LineHints } from './LineHints.tsx';
import { RunSettings } from './RunSettings.tsx';

/** Around the text: its versions, what is wrong with it, and what is run. */
export function EditorFoot({ jump, editor }: { jump(place: HalfLine & { column: number }): void; editor: CodeEditor | undefined }) {
  const [hintsShown, setHintsShown] = useState(false);
  return (
    <>
      <HistoryButtons />
      {editor && <LineHints editor={editor} />}
      <Diagnostics jump={jump} hintsShown={hintsShown} />
      <RunSettings hintsShown={hintsShown} toggleHints={() => setHintsShown(!hintsShown)} />
    </>
  );
}
