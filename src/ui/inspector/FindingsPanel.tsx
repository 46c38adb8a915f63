import { useState } from 'react';
import type { Finding } from '../../explain/types.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { goTo } from '../playback.ts';
import { inspectorTexts } from '../texts/en-inspector.ts';
import { FindingCard } from './FindingCard.tsx';
import styles from './Findings.module.css';
import inspector from './Inspector.module.css';
import { RowList } from './RowList.tsx';
import { shownFindings } from './shown-findings.ts';

const words = inspectorTexts.findings;

/** What in the manifest explains trouble: all of it, one in full. */
export function FindingsPanel() {
  const { store } = useWiring();
  const { select } = useActions();
  const findings = useApp(shownFindings);
  const hidden = useApp((state) => state.hideFuture);
  const trace = useApp((state) => state.run?.trace);
  // By name: after an edit the same finding has another place, or none.
  const [chosen, setChosen] = useState('');
  if (findings.length === 0) return <p className={inspector.nothing}>{hidden ? words.hidden : words.none}</p>;
  const index = Math.max(
    0,
    findings.findIndex((finding) => nameOf(finding) === chosen),
  );
  const finding = findings[index];
  const choose = (at: number) => {
    const next = findings[at];
    const record = next?.records[0];
    if (!next) return;
    setChosen(nameOf(next));
    if (record === undefined) return;
    select({ record, attempt: 0 });
    goTo(store, trace?.records[record]?.t ?? 0);
  };
  return (
    <div className={styles.findings}>
      <RowList label={words.list} current={index} choose={choose} rows={findings.map((each) => <Row key={nameOf(each)} finding={each} />)} />
      {finding && <FindingCard finding={finding} wide />}
    </div>
  );
}

function Row({ finding: { severity, title } }: { finding: Finding }) {
  return (
    <>
      <span className={styles.severity} data-severity={severity}>
        <Icon name={severity === 'problem' ? 'warning' : 'hint'} />
        <span className="visually-hidden">{words.severity[severity]}: </span>
      </span>
      <span>{title}</span>
    </>
  );
}

function nameOf({ kind, container }: Finding): string {
  return `${kind} ${container ?? ''}`;
}
