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
  /** Words behind lines (from 0). */
  notes?: ReadonlyMap<number, string> | undefined;
  /** Whatever the marked lines stand for: another one brings its lines into view. */
  focus?: string | undefined;
  /** Choices beside the command. */
  children?: ReactNode;
  /** Choices in a row of their own. */
  below?: ReactNode;
}

/** A command and what it prints, in a monospace pane that can be copied. */
export function Terminal({ command, seen, empty, followsEnd = false, notes, focus, children, below }: TerminalProps) {
  const pane = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  const text = seen?.text ?? '';
  const firstChange = seen?.changedLines[0];
  useLayoutEffect(() => {
    const element = pane.current;
    if (element && followsEnd && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [text, followsEnd]);
  const about = focus ?? seen?.changedMs;
  // Another change brings its lines into view; the ages that grow with every second do not.
  useLayoutEffect(() => {
    if (about === undefined || firstChange === undefined) return;
    pane.current?.querySelector('mark')?.scrollIntoView({ block: focus === undefined ? 'nearest' : 'center' });
  }, [about, firstChange, focus]);
  return (
    <section className={styles.terminal} aria-label={words.output(command)}>
      <div className={styles.bar}>
        <code className={styles.command} title={command}>
          <span aria-hidden="true">$ </span>
          {command}
        </code>
        {children}
        <CopyButton text={text === '' ? (seen?.error ?? '') : annotated(text, notes)} />
      </div>
      {below}
      <pre
        ref={pane}
        // Scrolled with the keyboard
        tabIndex={0}
        data-testid="kubectl-output"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
        }}
      >
        {seen && <Lines seen={seen} notes={notes} />}
        {seen && seen.error !== '' && <span className={styles.error}>{seen.error}</span>}
        {seen && text === '' && seen.error === '' && <span className={styles.empty}>{empty}</span>}
      </pre>
    </section>
  );
}

/** Notes begin here at the latest, where the lines allow it. */
const WIDEST = 64;

function Lines({ seen: { text, changedLines }, notes }: { seen: Seen; notes: ReadonlyMap<number, string> | undefined }) {
  if (changedLines.length === 0 && notes === undefined) return text;
  const changed = new Set(changedLines);
  const lines = text.split(/(?<=\n)/);
  const column = columnOf(lines, notes);
  // A line is what it is and where it is
  return lines.map((line, index) => {
    const note = notes?.get(index);
    const words =
      note === undefined ? (
        line
      ) : (
        <>
          {line.trimEnd().padEnd(column)}
          <small>{`  # ${note}`}</small>
          {'\n'}
        </>
      );
    if (changed.has(index)) return <mark key={`${index}`}>{words}</mark>;
    return note === undefined ? line : <span key={`${index}`}>{words}</span>;
  });
}

/** Where the notes begin: behind the longest line that has one. */
function columnOf(lines: readonly string[], notes: ReadonlyMap<number, string> = new Map()): number {
  return Math.min(WIDEST, Math.max(0, ...[...notes.keys()].map((line) => lines[line]?.trimEnd().length ?? 0)));
}

/** The text with its notes as comments. */
function annotated(text: string, notes: ReadonlyMap<number, string> | undefined): string {
  if (notes === undefined) return text;
  const lines = text.split('\n');
  const column = columnOf(lines, notes);
  return lines.map((line, index) => (notes.has(index) ? `${line.padEnd(column)}  # ${notes.get(index) ?? ''}` : line)).join('\n');
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
