/** What the files of this folder work on: the run, the text it came from, and places in that text. */
import type { Container, HookType, LifecycleHandler, Probe, ProbeHandler, ProbeType } from '../../model/kubernetes.ts';
import type { Scenario, Workload } from '../../model/scenario.ts';
import type { ProbeRecord, RecordId } from '../../model/trace.ts';
import { type ContainerHistory, type History, passed, recordOf, type Run } from '../history.ts';
import type { Translation } from '../texts/translation.ts';
import type { Change, Edit, Finding, Picture } from '../types.ts';

/** A finding as its detector makes it: what it rests on is read off its records. */
export type Found = Omit<Finding, 'rule' | 'source' | 'doc'>;

export interface Subject {
  history: History;
  scenario: Scenario;
  /** The words in which findings are told. */
  words: Translation['findings'];
}

/** A file of this folder: looks for its kinds of findings. */
export type Detector = (subject: Subject) => Found[];

/** `spec.containers[0]`; undefined for a container that is not in the text (ephemeral ones). */
export function pathOf({ scenario }: Subject, name: string): string | undefined {
  const { spec } = scenario.pod;
  for (const list of ['initContainers', 'containers'] as const) {
    const index = spec[list]?.findIndex((container) => container.name === name) ?? -1;
    if (index >= 0) return `spec.${list}[${index}]`;
  }
  return undefined;
}

/** The container as written; fields without a value are not there. */
export function writtenOf({ scenario }: Subject, name: string): Container | undefined {
  return [...(scenario.pod.spec.initContainers ?? []), ...scenario.pod.spec.containers].find((container) => container.name === name);
}

/** What the scenario says about the program of one instance. */
export function workloadOf({ scenario }: Subject, run: Run): Workload {
  const own = scenario.workloads[run.container] ?? {};
  return { ...own, ...own.instances?.[run.instance] };
}

export function probeOf({ spec }: ContainerHistory, probe: ProbeType): Probe | undefined {
  return probe === 'startup' ? spec?.startupProbe : probe === 'liveness' ? spec?.livenessProbe : spec?.readinessProbe;
}

/** A change that the run shows to be enough is the one to make; one that may not be enough is only offered. */
export function offered(change: Change | undefined, isEnough: boolean, others: Change[] = []): Pick<Found, 'change' | 'alternatives'> {
  if (!change) return { alternatives: others };
  return isEnough ? { change, alternatives: others } : { alternatives: [change, ...others] };
}

/** The handler of a probe as written, for a probe that asks the same. */
export function handlerAsWritten(subject: Subject, container: string, probe: ProbeType): ProbeHandler {
  const written = writtenOf(subject, container);
  return handlerFields((probe === 'startup' ? written?.startupProbe : probe === 'liveness' ? written?.livenessProbe : written?.readinessProbe) ?? {});
}

/** What a probe does, without its times. */
export function handlerFields({ exec, httpGet, tcpSocket, grpc }: ProbeHandler): ProbeHandler {
  return { ...(exec && { exec }), ...(httpGet && { httpGet }), ...(tcpSocket && { tcpSocket }), ...(grpc && { grpc }) };
}

/** The probe whose failure made the kubelet end a run. */
export function killingProbe(history: History, run: Run): ProbeRecord | undefined {
  const cause = run.kill && recordOf(history.trace, run.kill.cause);
  return cause?.kind === 'Probe' ? cause : undefined;
}

export function succeeded(container: ContainerHistory, probe: ProbeType, instance: number): ProbeRecord | undefined {
  return firstOfInstances(container.probes[probe], FIRST_SUCCESSES, passed).get(instance);
}

/** The first attempt on an instance, whatever came of it. */
export function firstAttempt(container: ContainerHistory, probe: ProbeType, instance: number): ProbeRecord | undefined {
  return firstOfInstances(container.probes[probe], FIRST_ATTEMPTS, () => true).get(instance);
}

type ByInstance = ReadonlyMap<number, ProbeRecord>;
const FIRST_SUCCESSES = new WeakMap<readonly ProbeRecord[], ByInstance>();
const FIRST_ATTEMPTS = new WeakMap<readonly ProbeRecord[], ByInstance>();

/** Computed once for each history: detectors ask for every instance, and a history does not change. */
function firstOfInstances(
  attempts: readonly ProbeRecord[],
  known: WeakMap<readonly ProbeRecord[], ByInstance>,
  test: (record: ProbeRecord) => boolean,
): ByInstance {
  const made = known.get(attempts);
  if (made) return made;
  const first = new Map<number, ProbeRecord>();
  for (const record of attempts) if (!first.has(record.instance) && test(record)) first.set(record.instance, record);
  known.set(attempts, first);
  return first;
}

/** Seconds that a handler is known to take: a sleep says so itself, of other commands the scenario may know it. */
export function handlerMs(subject: Subject, container: string, handler: LifecycleHandler | Probe | undefined): number | undefined {
  if (!handler) return undefined;
  if ('sleep' in handler && handler.sleep) return handler.sleep.seconds * 1000;
  const command = handler.exec?.command ?? [];
  const known = subject.scenario.workloads[container]?.exec?.find((answer) => answer.command.join(' ') === command.join(' '));
  if (known?.takesMs !== undefined) return known.takesMs;
  const seconds = /^(?:(?:\S*\/)?(?:ba|a)?sh -c )?\s*sleep (\d+(?:\.\d+)?)\s*(?:$|[;&])/.exec(command.join(' '))?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Where the grace period of a run's kill was said, and how to say another one; undefined if a force deletion said it. */
export function graceEdit(subject: Subject, run: Run, seconds: number): Edit | undefined {
  const { history, scenario } = subject;
  const container = history.containers.find(({ name }) => name === run.container);
  const killer = killingProbe(history, run);
  const path = pathOf(subject, run.container);
  if (killer && container && path !== undefined && probeOf(container, killer.probe)?.terminationGracePeriodSeconds !== undefined) {
    return { document: 'pod', path: `${path}.${killer.probe}Probe.terminationGracePeriodSeconds`, value: seconds };
  }
  const flagged =
    run.kill &&
    scenario.actions.findIndex(
      (action) => (action.do === 'delete' && action.gracePeriodSeconds === run.kill?.decision.graceSeconds) || action.do === 'force-delete',
    );
  const action = flagged === undefined ? undefined : scenario.actions[flagged];
  if (!killer && action?.do === 'force-delete') return undefined;
  if (!killer && action) return { document: 'scenario', path: `spec.actions[${flagged}].gracePeriodSeconds`, value: seconds };
  return { document: 'pod', path: 'spec.terminationGracePeriodSeconds', value: seconds };
}

/** Takes a hook away, and with the last one the whole field. */
export function removal(subject: Subject, container: string, path: string, hook: HookType): Edit {
  const others = Object.keys(writtenOf(subject, container)?.lifecycle ?? {}).filter((key) => key !== hook);
  return { document: 'pod', path: others.length > 0 ? `${path}.lifecycle.${hook}` : `${path}.lifecycle` };
}

/** An object that the Pod asks for and nobody has made. */
export function created({ pod }: Scenario, kind: string, name: string, content: Record<string, unknown>): Edit {
  const { namespace } = pod.metadata;
  return {
    document: 'object',
    path: '',
    value: { apiVersion: 'v1', kind, metadata: { name, ...(namespace !== undefined && { namespace }) }, ...content },
  };
}

/** A port that a check can be pointed at: the first that is declared or that the program is said to listen on. */
export function portOf(subject: Subject, container: ContainerHistory): number | undefined {
  return (
    container.spec?.ports?.[0]?.containerPort ??
    subject.scenario.workloads[container.name]?.listens?.[0] ??
    container.runs.flatMap(({ serving }) => serving.flatMap(({ ports }) => ports))[0]
  );
}

export function idsOf(...records: (({ id: RecordId } | undefined) | readonly { id: RecordId }[])[]): RecordId[] {
  return records.flatMap((each) => (each === undefined ? [] : 'id' in each ? [each.id] : each.map(({ id }) => id)));
}

export function shortfall(
  given: { label: string; ms: number },
  needed: { label: string; ms: number } | undefined,
  marks: { label: string; ms: number }[] = [],
): Picture {
  return { kind: 'shortfall', unit: 's', given, ...(needed && { needed }), marks };
}

/** A time in whole seconds that is certainly enough. */
export function generousSeconds(ms: number, factor = 1.4): number {
  return Math.max(1, Math.ceil((ms * factor) / 1000));
}
