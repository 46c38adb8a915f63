import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { Seen } from '../../../store/services.ts';
import { useWiring } from '../../context.ts';
import controls from '../../styles/controls.module.css';
import { kubectlTexts as words } from '../../texts/en-kubectl.ts';
import styles from './Kubectl.module.css';

/** Within this distance of the end the reader is taken to be there, and is kept there as lines come. */
const AT_END_PX = 30;

export interface TerminalProps {
  /** The command, as one would type it. */
  command: string;
  seen: Seen | undefined;
  /** Says what there is to see when nothing was printed. */
  empty: string;
  /** The newest lines are the last ones: they stay in view. */
  followsEnd?: boolean;
  /** Choices beside the command. */
  children?: ReactNode;
}

/** A command and what it prints, in a monospace pane that can be copied. */
export function Terminal({ command, seen, empty, followsEnd = false, children }: TerminalProps) {
  const pane = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  const text = seen?.text ?? '';
  const firstChange = seen?.changedLines[0];
  useLayoutEffect(() => {
    const element = pane.current;
    if (element && followsEnd && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [text, followsEnd]);
  const changedMs = seen?.changedMs;
  // Another change brings its lines into view; the ages that grow with every second do not.
  useLayoutEffect(() => {
    if (changedMs === undefined || firstChange === undefined) return;
    pane.current?.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
  }, [changedMs, firstChange]);
  return (
    <section className={styles.terminal} aria-label={words.output(command)}>
      <div className={styles.bar}>
        <code className={styles.command}>
          <span aria-hidden="true">$ </span>
          {command}
        </code>
        {children}
        <CopyButton text={text === '' ? (seen?.error ?? '') : text} />
      </div>
      <pre
        ref={pane}
        // Scrolled with the keyboard
        tabIndex={0}
        data-testid="kubectl-output"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
        }}
      >
        {seen && <Lines seen={seen} />}
        {seen && seen.error !== '' && <span className={styles.error}>{seen.error}</span>}
        {seen && text === '' && seen.error === '' && <span className={styles.empty}>{empty}</span>}
      </pre>
    </section>
  );
}

function Lines({ seen: { text, changedLines } }: { seen: Seen }) {
  if (changedLines.length === 0) return text;
  const changed = new Set(changedLines);
  // A line is what it is and where it is
  return text.split(/(?<=\n)/).map((line, index) => (changed.has(index) ? <mark key={`${index}`}>{line}</mark> : line));
}

function CopyButton({ text }: { text: string }) {
  const { services } = useWiring();
  const [copied, setCopied] = useState<{ text: string; done: boolean }>();
  const isNow = copied?.text === text;
  return (
    <button type="button" className={controls.line} disabled={text === ''} onClick={() => void services.copy(text).then((done) => setCopied({ text, done }))}>
      <span aria-live="polite">{!isNow ? words.copy : copied.done ? words.copied : words.notCopied}</span>
    </button>
  );
}
