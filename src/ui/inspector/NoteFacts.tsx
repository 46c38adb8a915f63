import { RULES, type Rule } from '../../model/rules.ts';
import type { KubeletNote } from '../../model/xray.ts';
import { seconds } from '../format.ts';
import { kubeletTexts as words } from '../texts/en-kubelet.ts';
import { inspectorTexts } from '../texts/en-inspector.ts';
import styles from './Inspector.module.css';
import { DocLink } from './Steps.tsx';

/** What a part of the kubelet did, and where in Kubernetes it does so. What led to it is told beside. */
export default function NoteFacts({ note }: { note: KubeletNote }) {
  const rule: Rule = RULES[note.rule];
  const { fromMs, toMs, periodMs } = note;
  const facts: [string, string | undefined][] = [
    [inspectorTexts.why.time, toMs > fromMs ? words.span(fromMs, toMs) : seconds(fromMs)],
    [words.part, words.parts[note.part]],
    [words.turns, periodMs === undefined ? undefined : words.times(Math.floor((toMs - fromMs) / periodMs) + 1, periodMs)],
    [inspectorTexts.why.source, rule.source],
  ];
  return (
    <div className={styles.facts}>
      <h2>{words.what(words.parts[note.part], note.text)}</h2>
      <p className={styles.measured}>{note.detail}</p>
      <dl>
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <DocLink href={rule.doc} />
    </div>
  );
}
