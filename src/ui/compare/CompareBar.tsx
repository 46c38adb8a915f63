import { useApp, useActions } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { compareTexts as words } from '../texts/en-compare.ts';
import styles from './Compare.module.css';
import { sideNames } from './names.ts';

/** Which run is A and which is B, and what can be done about it. */
export default function CompareBar() {
  const { set, swapSides, leaveComparison } = useActions();
  const compare = useApp((state) => state.compare);
  const compared = useApp((state) => state.compared);
  const run = useApp((state) => state.run);
  const choices = useApp((state) => state.choices);
  const [a, b] = sideNames({ compare, compared, run, choices });
  if (!a || !b) return null;
  return (
    <div className={styles.bar} role="group" aria-label={words.bar}>
      <SideName {...a} />
      <button type="button" className={controls.button} aria-label={words.swap} title={words.swap} onClick={swapSides}>
        <Icon name="swap" />
      </button>
      <SideName {...b} />
      <span className={styles.grow} />
      <button type="button" className={controls.line} aria-haspopup="dialog" title={words.anotherHint} onClick={() => set({ dialog: 'compare' })}>
        {words.another}
      </button>
      <button type="button" className={controls.line} title={words.leaveHint} onClick={leaveComparison}>
        {words.leave}
      </button>
    </div>
  );
}

function SideName({ side, name, source }: ReturnType<typeof sideNames>[number]) {
  return (
    <span className={styles.side} title={name}>
      <b className={styles.badge}>{words.sides[side]}</b>
      <span className={styles.name}>{name}</span>
      {source && <span className={styles.source}>{words.source[source]}</span>}
    </span>
  );
}
