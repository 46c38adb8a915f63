import type { Finding } from '../../explain/types.ts';
import { FindingPicture } from './FindingPicture.tsx';
import styles from './Findings.module.css';
import { ProposedChange } from './ProposedChange.tsx';

/** A finding in full: what was missing, why that leads to what one sees, and what avoids it. */
export function FindingCard({ finding, wide }: { finding: Finding; wide: boolean }) {
  return (
    <div className={styles.card} data-wide={wide || undefined}>
      <div>
        <h2>{finding.title}</h2>
        {finding.picture && <FindingPicture picture={finding.picture} />}
        <p>{finding.detail}</p>
      </div>
      <div>
        <ProposedChange change={finding.change} alternatives={finding.alternatives} />
      </div>
    </div>
  );
}
