/** What in the manifest explains the trouble of a run, and the smallest edit that avoids it. */
import { RULES, type Rule, type RuleId } from '../../model/rules.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Trace } from '../../model/trace.ts';
import { historyOf } from '../history.ts';
import { findingTexts } from '../texts/en/findings.ts';
import type { Translation } from '../texts/translation.ts';
import type { Finding, FindingKind } from '../types.ts';
import { bootingFindings } from './booting.ts';
import { endingFindings } from './ending.ts';
import { hookFindings } from './hooks.ts';
import { imageFindings } from './images.ts';
import { loopFindings } from './loops.ts';
import { postStartFindings } from './poststart.ts';
import { preStopFindings } from './prestop.ts';
import { probeFindings } from './probes.ts';
import { saidFindings } from './said.ts';
import { appArmorFindings, budgetFindings } from './seldom.ts';
import { shutdownFindings } from './shutdown.ts';
import { startingFindings } from './starting.ts';
import type { Detector, Found } from './subject.ts';
import { terminatingFindings } from './terminating.ts';
import { tickFindings } from './ticks.ts';

const DETECTORS: readonly Detector[] = [
  startingFindings,
  appArmorFindings,
  imageFindings,
  bootingFindings,
  hookFindings,
  postStartFindings,
  probeFindings,
  tickFindings,
  saidFindings,
  loopFindings,
  endingFindings,
  budgetFindings,
  preStopFindings,
  shutdownFindings,
  terminatingFindings,
];

const KNOWN = new WeakMap<Trace, { scenario: Scenario; words: Translation['findings']; findings: Finding[] }>();

/**
 * Problems first, then hints; in each by the time at which they show. A run without trouble has none.
 *
 * @param translation absent: English.
 */
export function findingsOf(trace: Trace, scenario: Scenario, translation?: Translation): Finding[] {
  const words = translation?.findings ?? findingTexts;
  const known = KNOWN.get(trace);
  if (known?.scenario === scenario && known.words === words) return known.findings;
  const subject = { history: historyOf(trace), scenario, words };
  const findings = subject.history.pod ? DETECTORS.flatMap((detect) => detect(subject)).map((found) => based(trace, found)) : [];
  findings.sort((a, b) => Number(a.severity === 'hint') - Number(b.severity === 'hint') || (a.records[0] ?? 0) - (b.records[0] ?? 0));
  KNOWN.set(trace, { scenario, words, findings });
  return findings;
}

/** The rules of findings whose only evidence is Events or logs: they do not rest on the rule of the event recorder or on the program. */
const BASIS: Partial<Record<FindingKind, RuleId>> = {
  unschedulable: 'scheduler.bind',
  'node-unknown': 'pod.orphaned',
  'reference-missing': 'container.create',
  'command-not-found': 'container.start',
  'image-never': 'image.pull',
  'image-name-invalid': 'image.pull',
  'runs-as-root': 'container.create',
  'apparmor-missing': 'node.apparmor',
  'tool-missing': 'runtime.exit',
  'name-unknown': 'container.start',
  'port-taken': 'runtime.exit',
  'budget-blocks-eviction': 'eviction.budget',
};

/** A finding rests on the rule of its first record that Kubernetes documents. */
function based(trace: Trace, found: Found): Finding {
  const ids = found.records.flatMap((id) => trace.records[id]?.rule ?? []);
  const rule = BASIS[found.kind] ?? ids.find((id) => (RULES[id] as Rule).doc !== undefined) ?? 'worker.sync';
  const { source, doc }: Rule = RULES[rule];
  return { ...found, rule, source, ...(doc !== undefined && { doc }) };
}
