/** The results of this room: plain data, so that a worker can send them. Times are milliseconds since the creation of the Pod. */
import type { Edit } from '../model/edit.ts';
import type { RecordId } from '../model/trace.ts';
import type { RuleId } from '../model/rules.ts';

/** One step of a causal path. */
export interface Step {
  /** The records it tells of, oldest first; never empty. A click goes to the last one. */
  records: RecordId[];
  t: number;
  /** `effect`: what the subject led to, told because people ask for it next. */
  role: 'cause' | 'subject' | 'effect';
  /** One short clause, e.g. `Third liveness failure in a row`. */
  title: string;
  /** More of it, e.g. `GET /healthz refused at 9.2, 12.2 and 15.2 s`; empty if there is nothing more to say. */
  detail: string;
  rule: RuleId;
  /** File and function of Kubernetes that the step rests on. */
  source: string;
  /** Page of the Kubernetes documentation. */
  doc?: string;
}

/** Why something happened: a question and the path that answers it. */
export interface Explanation {
  record: RecordId;
  question: string;
  steps: Step[];
  /** What would have avoided it, if the run shows that. */
  finding?: Finding;
}

/** Why something did not happen. */
export interface Absence {
  question: string;
  answer: string;
  /** The evidence, oldest first. */
  steps: Step[];
}

export interface Change {
  /** What to do, one short imperative: `Add a startupProbe to cart`. */
  title: string;
  edits: Edit[];
}

/** The picture of a finding: what would have been needed beside what was given. */
export type Picture =
  /** Two bars on one scale; `marks` are moments on it. `needed` is absent where the run does not show how much it takes. */
  | { kind: 'shortfall'; unit: 's'; needed?: { label: string; ms: number }; given: { label: string; ms: number }; marks: { label: string; ms: number }[] }
  /** How often it happened. */
  | { kind: 'count'; label: string; count: number };

export const FINDING_KINDS = [
  'liveness-before-boot',
  'startup-too-short',
  'grace-too-short',
  'sigterm-lost',
  'prestop-outlives-grace',
  'slow-liveness-kill',
  'probe-timeout-too-short',
  'liveness-like-readiness',
  'readiness-missing',
  'readiness-too-nervous',
  'readiness-gate-unset',
  'latest-always',
  'image-not-pulled',
  'image-never',
  'image-name-invalid',
  'probe-port-unknown',
  'probe-command-missing',
  'poststart-fails',
  'poststart-too-early',
  'hook-tcp-socket',
  'clean-exit-loop',
  'command-not-found',
  'reference-missing',
  'unschedulable',
  'node-unknown',
  'out-of-memory',
  'helper-keeps-pod',
  'stops-before-clients-leave',
  'deadline-too-short',
  'taint-drives-away',
  'budget-blocks-eviction',
  'crash-loop',
  'exit-code-137',
  'prestop-not-called',
  'prestop-ends-container',
  'probes-while-terminating',
  'poststart-hides-start',
  'poststart-hangs',
  'poststart-holds-next',
  'first-probe-late',
  'delay-already-over',
  'readiness-off-beat',
  'readiness-never-restarts',
  'startup-gate-leak',
  'probe-never-passes',
  'tool-missing',
  'name-unknown',
  'port-taken',
  'runs-as-root',
  'apparmor-missing',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something in the manifest that explains trouble in the run, or a behaviour of the kubelet that looks like trouble. */
export interface Finding {
  kind: FindingKind;
  /** `problem`: it did harm in this run. `hint`: a risk that did not strike, or something that surprises and is normal. */
  severity: 'problem' | 'hint';
  container?: string;
  /** One sentence of two at most: `The probe gives up after 9.1 s. Booting takes 25 s.` */
  title: string;
  /** Why that leads to what one sees. */
  detail: string;
  /** The numbers the words rest on; names end in their unit. */
  facts: Record<string, number | string>;
  picture?: Picture;
  /** Ids of the records that show it, the first one first. */
  records: RecordId[];
  /** What it rests on: a rule of the kubelet, its file and function, and the page of the Kubernetes documentation. */
  rule: RuleId;
  source: string;
  doc?: string;
  /** The smallest edit that avoids it; absent where the cure lies outside the text. */
  change?: Change;
  /** Other ways, each enough for itself. */
  alternatives: Change[];
}

export type Tone = 'good' | 'neutral' | 'bad';

export interface Measures {
  /** Starts of containers beyond their first. */
  restarts: number;
  /** From creation to the first Ready=True. */
  timeToReadyMs?: number;
  /** From the fault (an action, else the first failed attempt) until the kubelet acted on it; the longest of the run. */
  detectionMs?: number;
  /** How long the Pod did not serve between its first answer and its deletion (or the end of the run). */
  outageMs?: number;
  /** How long the Pod was Ready in the API. */
  readyMs: number;
  /** How long clients came, following the EndpointSlice, and how long somebody listened meanwhile. */
  trafficMs?: number;
  answeredMs?: number;
  /** How long clients came after the deletion while nobody listened. */
  refusedMs?: number;
  /** The last kill: how much of its grace period it took. */
  graceUsedMs?: number;
  graceMs?: number;
}

export interface Verdict {
  headline: string;
  line: string;
  measures: Measures;
  tone: Tone;
}

export type { Disagreement, DisagreementKind } from '../model/disagreement.ts';
export type { Edit } from '../model/edit.ts';

export type WhyNot =
  | { what: 'restart'; container: string }
  | { what: 'traffic' }
  | { what: 'evicted' }
  | { what: 'event-for-exit'; container: string }
  | { what: 'preStop'; container: string }
  | { what: 'liveness-kill'; container: string }
  | { what: 'probes-before-startup'; container: string }
  | { what: 'ready'; atMs?: number }
  | { what: 'started'; container: string };
