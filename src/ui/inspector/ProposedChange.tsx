import { useEffect, useState } from 'react';
import type { DiffLine } from '../../base/line-diff.ts';
import type { Change } from '../../explain/types.ts';
import type { Changes } from '../../store/changes.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { unbroken } from '../format.ts';
import controls from '../styles/controls.module.css';
import { inspectorTexts } from '../texts/en-inspector.ts';
import styles from './Findings.module.css';

const words = inspectorTexts.findings;

type Edited = Awaited<ReturnType<Changes['preview']>>;

/** The smallest change that avoids a finding: its lines of YAML, and the button that makes it. */
export function ProposedChange({ change, alternatives }: { change: Change | undefined; alternatives: readonly Change[] }) {
  const { services } = useWiring();
  const { startComparison } = useActions();
  const fits = useApp((state) => state.status.kind === 'current' && !state.running);
  const isOfLastRun = useApp((state) => state.status.kind !== 'current');
  const preview = usePreview(change);
  const apply = () => {
    if (!change) return;
    void services.changes.apply(change);
    // The button may disappear with the finding: the focus then stays in the inspector
    document.querySelector<HTMLElement>('[role=tab][aria-selected=true][id^=inspector-tab]')?.focus();
  };
  // Lines of this text would be shown as those of another
  if (isOfLastRun) return <p>{words.ofLastRun}</p>;
  return (
    <>
      {change && (
        <>
          <h3>{unbroken(change.title)}</h3>
          {preview && <Diff lines={preview.edited?.diff ?? []} />}
          {preview && !preview.edited ? (
            <p>{words.byHand}</p>
          ) : (
            <div className={styles.acts}>
              <button type="button" className={controls.solid} title={fits ? words.applyHint : words.applyLater} disabled={!fits} onClick={apply}>
                {words.apply}
              </button>
              <button
                type="button"
                className={controls.line}
                title={fits ? words.compareHint : words.applyLater}
                disabled={!fits}
                onClick={() => startComparison({ kind: 'change', title: change.title, edits: change.edits })}
              >
                {words.compare}
              </button>
            </div>
          )}
        </>
      )}
      {alternatives.map(({ title }) => (
        <p key={title} className={styles.alternative}>
          <b>{change ? words.instead : words.maybe}</b> {words.sentence(title)}
        </p>
      ))}
    </>
  );
}

/** What differs between two texts, line by line. */
export function Diff({ lines }: { lines: readonly DiffLine[] }) {
  const indent = Math.min(...lines.flatMap(({ kind, text }) => (kind === 'gap' || text.trim() === '' ? [] : [/^ */.exec(text)?.[0].length ?? 0])));
  return (
    <div className={styles.diff} role="group" aria-label={words.diff}>
      {lines.map(({ kind, text }, index) => (
        <div key={index} data-kind={kind}>
          <span aria-hidden="true">{kind === 'added' ? '+' : kind === 'removed' ? '−' : ''}</span>
          {(kind === 'added' || kind === 'removed') && <span className="visually-hidden">{words[kind]}</span>}
          <code>{kind === 'gap' ? '⋯' : text.slice(indent)}</code>
        </div>
      ))}
    </div>
  );
}

/** What a change does to the present text; undefined while that is found out. */
function usePreview(change: Change | undefined): { edited: Edited } | undefined {
  const { services } = useWiring();
  const text = useApp((state) => state.text);
  const dragging = useApp((state) => state.dragging);
  const [known, setKnown] = useState<{ change: Change; text: string; edited: Edited }>();
  useEffect(() => {
    let gone = false;
    if (change && !dragging) void services.changes.preview(change).then((edited) => !gone && setKnown({ change, text, edited }));
    return () => {
      gone = true;
    };
  }, [services, change, text, dragging]);
  return known?.change === change && known?.text === text ? known : undefined;
}
