import controls from '../styles/controls.module.css';
import { texts } from '../texts/index.ts';
import { KeyStrip } from '../timeline/KeyStrip.tsx';
import styles from './Dialog.module.css';
import { Dialog } from './Dialog.tsx';

type Row = keyof typeof texts.keys.rows;

const GROUPS: Record<keyof typeof texts.keys.groups, [Row, string[]][]> = {
  time: [
    ['play', ['Space']],
    ['step', [',', '.']],
    ['second', ['Shift ←', 'Shift →']],
    ['ends', ['Home', 'End']],
    ['runs', ['[', ']']],
  ],
  view: [
    ['zoom', ['+', '-', '0']],
    ['wheel', ['Ctrl wheel']],
    ['pan', ['<', '>']],
    ['future', ['H']],
    ['density', ['L']],
    ['laneFilter', ['F']],
    ['compare', ['C']],
    ['chance', ['U']],
    ['clock', ['A']],
    ['view', ['V']],
    ['theme', ['T']],
    ['toggleEditor', ['\\']],
    ['gallery', ['G']],
    ['share', ['S']],
    ['export', ['E']],
    ['keys', ['?']],
  ],
  marks: [
    ['lanes', ['Tab', '↑', '↓']],
    ['marks', ['←', '→']],
    ['selectMark', ['Enter']],
    ['why', ['W']],
    ['whyNot', ['Shift W']],
    ['search', ['/']],
    ['disagreement', ['N', 'Shift N']],
    ['tabs', ['1 – 9']],
    ['claims', ['X']],
    ['clear', ['Esc']],
  ],
  editor: [
    ['leave', ['Ctrl M']],
    ['suggest', ['Ctrl Space']],
    ['problem', ['F8']],
  ],
};

export default function KeysDialog({ close }: { close(): void }) {
  return (
    <Dialog title={texts.keys.title} closeLabel={texts.keys.close} close={close}>
      <div className={styles.body} tabIndex={0}>
        <div className={styles.columns}>
          {Object.entries(GROUPS).map(([group, rows]) => (
            <div key={group} className={styles.group}>
              <h3>{texts.keys.groups[group as keyof typeof GROUPS]}</h3>
              <dl className={styles.keys}>
                {rows.map(([row, keys]) => (
                  <div key={row}>
                    <dt>{texts.keys.rows[row]}</dt>
                    <dd>
                      {keys.map((key) => (
                        <kbd key={key} className={controls.key}>
                          {key}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </div>
        <p className={styles.note}>{texts.keys.note}</p>
        <h3>{texts.timeline.key}</h3>
        <KeyStrip wrapped />
      </div>
    </Dialog>
  );
}
