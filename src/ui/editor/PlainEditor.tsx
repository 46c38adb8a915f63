import { type Ref, useLayoutEffect, useRef, useState } from 'react';
import type { Half } from '../../model/scenario-text.ts';
import { useActions, useApp } from '../context.ts';
import styles from './EditorPanel.module.css';

interface PlainEditorProps {
  half: Half;
  label: string;
  ref: Ref<HTMLTextAreaElement>;
}

/** A textarea with line numbers: the editor until the code editor is here, and the only one if it never comes. */
export function PlainEditor({ half, label, ref }: PlainEditorProps) {
  const { editHalf } = useActions();
  const text = useApp((state) => state.halves[half]);
  const [scrollTop, setScrollTop] = useState(0);
  const numbers = useRef<HTMLDivElement>(null);
  const lines = text.split('\n').length;
  useLayoutEffect(() => {
    if (numbers.current) numbers.current.scrollTop = scrollTop;
  }, [scrollTop, lines]);
  return (
    <div className={styles.plain}>
      <div ref={numbers} className={styles.numbers} aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
      </div>
      <textarea
        ref={ref}
        aria-label={label}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        value={text}
        onChange={(event) => editHalf(half, event.target.value)}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      />
    </div>
  );
}
