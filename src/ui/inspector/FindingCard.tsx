import type { Finding } from '../../explain/types.ts';
import { unbroken } from '../format.ts';
import { FindingPicture } from './FindingPicture.tsx';
import styles from './Findings.module.css';
import { ProposedChange } from './ProposedChange.tsx';
import { DocLink } from './Steps.tsx';

/** A finding in full: what was missing, what avoids it and, with room for it, why the one leads to the other and what that rests on. */
export function FindingCard({ finding, wide }: { finding: Finding; wide: boolean }) {
  return (
    <div className={styles.card} data-wide={wide || undefined}>
      <h2>{unbroken(finding.title)}</h2>
      <div>
        {finding.picture && <FindingPicture picture={finding.picture} />}
        {wide && <p>{unbroken(finding.detail)}</p>}
      </div>
      <div>
        <ProposedChange change={finding.change} alternatives={finding.alternatives} />
        {wide && (
          <p className={styles.basis}>
            <code>{finding.source}</code>
            <DocLink href={finding.doc} />
          </p>
        )}
      </div>
    </div>
  );
}
