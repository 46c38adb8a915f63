/** What in the manifest explains the trouble of a run, and the smallest edit that avoids it. */
import type { Scenario } from '../../model/scenario.ts';
import type { Trace } from '../../model/trace.ts';
import { historyOf } from '../history.ts';
import type { Finding } from '../types.ts';
import { bootingFindings } from './booting.ts';
import { endingFindings } from './ending.ts';
import { hookFindings } from './hooks.ts';
import { imageFindings } from './images.ts';
import { probeFindings } from './probes.ts';
import { shutdownFindings } from './shutdown.ts';
import { startingFindings } from './starting.ts';
import type { Detector } from './subject.ts';

const DETECTORS: readonly Detector[] = [startingFindings, imageFindings, bootingFindings, hookFindings, probeFindings, endingFindings, shutdownFindings];

const KNOWN = new WeakMap<Trace, { scenario: Scenario; findings: Finding[] }>();

/** Problems first, then hints; in each by the time at which they show. A run without trouble has none. */
export function findingsOf(trace: Trace, scenario: Scenario): Finding[] {
  const known = KNOWN.get(trace);
  if (known?.scenario === scenario) return known.findings;
  const subject = { history: historyOf(trace), scenario };
  const findings = subject.history.pod ? DETECTORS.flatMap((detect) => detect(subject)) : [];
  findings.sort((a, b) => Number(a.severity === 'hint') - Number(b.severity === 'hint') || (a.records[0] ?? 0) - (b.records[0] ?? 0));
  KNOWN.set(trace, { scenario, findings });
  return findings;
}
