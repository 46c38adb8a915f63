import type { Diagnostic } from '../../model/diagnostics.ts';
import type { Half } from '../../model/scenario-text.ts';
import { tabPlace } from '../../store/problems.ts';
import { useApp } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { texts } from '../texts/index.ts';
import styles from './EditorPanel.module.css';

interface DiagnosticsProps {
  jump(place: { half: Half; line: number; column: number }): void;
}

/** What is wrong with the text, as a list: the same as the marks in it, for everybody. */
export function Diagnostics({ jump }: DiagnosticsProps) {
  const diagnostics = useApp((state) => state.diagnostics);
  if (diagnostics.length === 0) return null;
  return (
    <ul className={styles.diagnostics} aria-label={texts.editor.diagnostics}>
      {diagnostics.map((diagnostic, index) => (
        <Item key={index} diagnostic={diagnostic} jump={jump} />
      ))}
    </ul>
  );
}

function Item({ diagnostic, jump }: { diagnostic: Diagnostic; jump: DiagnosticsProps['jump'] }) {
  const text = useApp((state) => state.text);
  const { severity, message, help, range } = diagnostic;
  const place = tabPlace({ text }, diagnostic);
  const words = (
    <>
      <span className={styles.severity}>
        <Icon name={severity === 'info' ? 'hint' : 'warning'} />
        <span className="visually-hidden">{texts.editor.severity[severity]}</span>
      </span>
      <span>
        {place && <b>{texts.editor.tabLine(texts.editor.tabs[place.half], place.line)} </b>}
        {message}
        {help !== undefined && <small>{help}</small>}
      </span>
    </>
  );
  return (
    <li data-severity={severity}>
      {place ? (
        <button type="button" onClick={() => jump({ half: place.half, line: place.line, column: range?.startColumn ?? 1 })}>
          {words}
        </button>
      ) : (
        <div>{words}</div>
      )}
    </li>
  );
}
