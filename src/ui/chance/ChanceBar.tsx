import { selectedOnScreen } from '../../store/selectors.ts';
import { useActions, useApp } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { chanceTexts as words } from '../texts/en-chance.ts';
import styles from './Chance.module.css';

type Kind = keyof typeof words.kinds;

/** How much of the run is chance: over how many seeds, of the selected mark from when to when, and the runs at both ends to look at. */
export default function ChanceBar() {
  const { set, choose } = useActions();
  const choices = useApp((state) => state.choices);
  const written = useApp((state) => state.run?.facts.seed ?? 'typical');
  const spread = useApp((state) => (state.spread?.runId === state.run?.id ? state.spread?.spread : undefined));
  const seeds: Partial<Record<Kind, number | 'typical'>> = {
    typical: 'typical',
    ...(spread?.lucky && { lucky: spread.lucky.seed }),
    ...(spread?.unlucky && { unlucky: spread.unlucky.seed }),
  };
  return (
    <div className={styles.bar} role="group" aria-label={words.bar}>
      <span className={styles.summary} role="status">
        <Summary />
      </span>
      <div className={controls.segments} role="group" aria-label={words.bar}>
        {(['lucky', 'typical', 'unlucky'] as const).map((kind) => {
          const seed = seeds[kind];
          return (
            <button
              key={kind}
              type="button"
              title={words.hints[kind]}
              disabled={seed === undefined}
              aria-pressed={seed !== undefined && (choices.seed ?? written) === seed}
              onClick={() => seed !== undefined && choose({ ...choices, seed })}
            >
              {words.kinds[kind]}
            </button>
          );
        })}
      </div>
      <button type="button" className={controls.button} aria-label={words.close} onClick={() => set({ chanceShown: false })}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function Summary() {
  const spreading = useApp((state) => state.spreading);
  const spread = useApp((state) => (state.spread?.runId === state.run?.id ? state.spread?.spread : undefined));
  const record = useApp((state) => selectedOnScreen(state)?.record);
  if (spread === undefined || spreading) return words.running(spread?.runs ?? 0);
  const band = spread.bands.find((each) => each.record === record);
  if (band) return words.moment(band.name, band.earliestMs, band.latestMs) + words.seen(band.seen, spread.runs);
  return words.summary(spread.bands.length, spread.runs);
}
