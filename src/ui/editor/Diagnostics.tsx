import { lazily } from '../lazily.ts';
import type { Diagnostic } from '../../model/diagnostics.ts';
import type { Half } from '../../model/scenario-text.ts';
import type { Assumption } from '../../model/trace.ts';
import { tabPlace } from '../../store/problems.ts';
import { useApp, useWiring } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { footTexts } from '../texts/en-foot.ts';
import controls from '../styles/controls.module.css';
import { texts } from '../texts/index.ts';
import styles from './EditorPanel.module.css';
import { fixTitle } from './fix-title.ts';

const Assumptions = lazily(() => import('../workbench/Assumptions.tsx'));
const PodChoice = lazily(() => import('../workbench/PodChoice.tsx'));

interface DiagnosticsProps {
  jump(place: { half: Half; line: number; column: number }): void;
  /** Hints, and what the simulation took for granted, are listed on request only. */
  hintsShown: boolean;
}

/** What is wrong with the text, as a list: the same as the marks in it, for everybody. */
export function Diagnostics({ jump, hintsShown }: DiagnosticsProps) {
  const all = useApp((state) => state.diagnostics);
  const assumptions = useApp((state) => (hintsShown && state.status.kind === 'current' ? state.run?.trace.assumptions : undefined) ?? NO_ASSUMPTIONS);
  const diagnostics = hintsShown ? all : all.filter(({ severity }) => severity !== 'info');
  if (diagnostics.length + assumptions.length === 0) return null;
  return (
    <ul className={styles.diagnostics} aria-label={footTexts.diagnostics}>
      {diagnostics.map((diagnostic, index) => (
        <Item key={index} diagnostic={diagnostic} jump={jump} />
      ))}
      {assumptions.length > 0 && <Assumptions assumptions={assumptions} />}
    </ul>
  );
}

const NO_ASSUMPTIONS: readonly Assumption[] = [];

function Item({ diagnostic, jump }: { diagnostic: Diagnostic; jump: DiagnosticsProps['jump'] }) {
  const text = useApp((state) => state.text);
  const { services } = useWiring();
  const { severity, message, help, range, pods, fix } = diagnostic;
  const place = tabPlace({ text }, diagnostic);
  const words = (
    <>
      <span className={styles.severity}>
        <Icon name={severity === 'info' ? 'hint' : 'warning'} />
        <span className="visually-hidden">{footTexts.severity[severity]}</span>
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
      {fix && (
        <button type="button" className={`${controls.line} ${styles.fix}`} onClick={() => void services.changes.mend(diagnostic, fixTitle(fix))}>
          {fixTitle(fix)}
        </button>
      )}
      {pods && <PodChoice pods={pods} />}
    </li>
  );
}
