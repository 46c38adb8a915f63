import type { ReactNode } from 'react';
import { runTexts } from '../texts/en-run.ts';
import styles from './KeyStrip.module.css';

/** The glyphs of the lanes, named. Shown where there is room; elsewhere it is part of the keyboard help. */
export function KeyStrip({ wrapped = false }: { wrapped?: boolean }) {
  return (
    <ul className={wrapped ? styles.wrapped : styles.strip} aria-label={runTexts.timeline.key}>
      {GLYPHS.map(([name, glyph]) => (
        <li key={name}>
          <svg width="24" height="14" aria-hidden="true">
            {glyph}
          </svg>
          {runTexts.key[name]}
        </li>
      ))}
    </ul>
  );
}

const GLYPHS: [keyof typeof runTexts.key, ReactNode][] = [
  ['node', <rect key="g" x="1" y="1" width="22" height="12" className={styles.serve} />],
  ['api', <rect key="g" x="1.5" y="1.5" width="21" height="11" rx="3" className={styles.api} />],
  [
    'booting',
    <g key="g">
      <path d="M1 13V7L23 1V13z" className={styles.boot} />
      <path d="M1 7L23 1" className={styles.bootEdge} />
    </g>,
  ],
  [
    'draining',
    <g key="g">
      <path d="M1 13V1L23 8V13z" className={styles.drain} />
      <path d="M1 1L23 8" className={styles.drainEdge} />
    </g>,
  ],
  ['postStart', <rect key="g" x="2" y="2" width="20" height="10" className={styles.postStart} />],
  ['preStop', <rect key="g" x="1" y="1.5" width="22" height="11" className={styles.preStop} />],
  ['probeFailed', <path key="g" d="M8 3l7 8m0-8l-7 8" className={styles.cross} />],
  ['probeOk', <circle key="g" cx="12" cy="7" r="3.8" className={styles.ok} />],
  ['killing', <path key="g" d="M12 1l6 6-6 6-6-6z" className={styles.ink} />],
  ['warning', <path key="g" d="M12 2l6 10h-12z" className={styles.fail} />],
];
