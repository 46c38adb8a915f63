import type { ReactNode } from 'react';
import type { Picture } from '../../explain/types.ts';
import { shortSeconds } from '../format.ts';
import { inspectorTexts } from '../texts/en-inspector.ts';
import styles from './Findings.module.css';

const words = inspectorTexts.findings;
/** Room right of the longest bar, so that a cross at its end is whole. */
const SCALE = 97;
const MOST_COUNTED = 16;

/** What would have been needed beside what was given, on one scale; or how often it happened. */
export function FindingPicture({ picture }: { picture: Picture }) {
  if (picture.kind === 'count') return <Count label={picture.label} count={picture.count} />;
  const { needed, given, marks } = picture;
  const wholeMs = Math.max(1, given.ms, needed?.ms ?? 0, ...marks.map(({ ms }) => ms));
  const at = (ms: number) => `${((ms / wholeMs) * SCALE).toFixed(2)}%`;
  const isShort = needed !== undefined && needed.ms > given.ms;
  const missing = isShort ? shortSeconds(needed.ms - given.ms) : '';
  const told = [needed, given].flatMap((each) => (each ? [`${each.label}: ${shortSeconds(each.ms)}`] : []));
  return (
    <div className={styles.picture} role="img" aria-label={words.picture(isShort ? [...told, words.short(missing)] : told)}>
      {needed && (
        <Row label={needed.label} value={shortSeconds(needed.ms)}>
          <rect className={styles.needed} y="2" width={at(needed.ms)} height="12" rx="2" />
        </Row>
      )}
      <Row label={given.label} value={shortSeconds(given.ms)}>
        <line className={styles.given} x2={at(given.ms)} y1="8" y2="8" />
        {marks.map((mark, index) => (
          <svg key={index} x={at(mark.ms)} overflow="visible">
            {index === marks.length - 1 && mark.ms >= given.ms - 1 ? (
              <g className={styles.last}>
                <circle cy="8" r="6" />
                <path d="m-2.6 5.4 5.2 5.2m0-5.2-5.2 5.2" />
              </g>
            ) : (
              <path className={styles.mark} d="m-3 5 6 6m0-6-6 6" />
            )}
          </svg>
        ))}
        {marks.length === 0 && <line className={styles.end} x1={at(given.ms)} x2={at(given.ms)} y1="2" y2="14" />}
      </Row>
      {isShort && (
        <Row label={words.shortLabel} value={missing}>
          <line className={styles.gap} x1={at(given.ms)} x2={at(needed.ms)} y1="8" y2="8" />
          <line className={styles.gap} x1={at(given.ms)} x2={at(given.ms)} y1="3" y2="13" />
          <line className={styles.gap} x1={at(needed.ms)} x2={at(needed.ms)} y1="3" y2="13" />
        </Row>
      )}
    </div>
  );
}

function Row({ label, value, children }: { label: string; value: string; children: ReactNode }) {
  return (
    <>
      <span>{label}</span>
      <b>{value}</b>
      <svg className={styles.scale} width="100%" height="16" aria-hidden="true">
        {children}
      </svg>
    </>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div className={styles.picture} role="img" aria-label={words.picture([`${label}: ${words.times(count)}`])}>
      <Row label={label} value={words.times(count)}>
        {/* As many as there is room for */}
        <svg width="100%" height="16" overflow="hidden">
          {Array.from({ length: Math.min(count, MOST_COUNTED) }, (_, index) => (
            <rect key={index} className={styles.counted} x={2 + index * 12} y="4" width="8" height="8" rx="1" />
          ))}
        </svg>
      </Row>
    </div>
  );
}
