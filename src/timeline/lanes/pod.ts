/** The Pod as the API reported it: phase, conditions, and each container's status. */
import type { ContainerStatus, Pod, PodPhase } from '../../model/kubernetes.ts';
import type { MarkKind } from '../model.ts';
import type { Source } from '../source.ts';
import { timelineTexts } from '../texts/en.ts';
import type { MarkInput } from '../tracks.ts';
import { SpanCollector } from './spans.ts';

const PHASE_KIND: Readonly<Record<PodPhase, MarkKind>> = {
  Pending: 'pillWaiting',
  Running: 'pillRunning',
  Succeeded: 'pillDone',
  Failed: 'pillFailed',
  Unknown: 'pillUnknown',
};

export function phaseMarks(source: Source): MarkInput[] {
  return podSpans(
    source,
    ({ status }) => status,
    ({ status }) => {
      if (status.phase === undefined) return undefined;
      const reason = status.reason ?? '';
      return { key: `${status.phase}/${reason}`, kind: PHASE_KIND[status.phase] ?? 'pillUnknown', text: status.phase, note: join(reason, status.message) };
    },
  );
}

/** In the order in which a Pod reaches them. Readiness gates and what else turns up go before `Ready`, which stays last. */
const CONDITIONS = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'];

export function conditionRows(source: Source): { type: string; marks: MarkInput[] }[] {
  const others = new Set<string>();
  let seen: unknown;
  for (const { object } of source.pods) {
    const { conditions } = object.status;
    if (conditions === seen) continue;
    seen = conditions;
    for (const { type } of conditions ?? []) if (!CONDITIONS.includes(type)) others.add(type);
  }
  const types = [...CONDITIONS.slice(0, -1), ...others, 'Ready'];
  return types.map((type) => ({
    type,
    marks: podSpans(
      source,
      ({ status }) => status.conditions,
      ({ status }) => {
        const condition = status.conditions?.find((candidate) => candidate.type === type);
        if (condition === undefined) return undefined;
        const kind = condition.status === 'True' ? 'conditionTrue' : condition.status === 'False' ? 'conditionFalse' : 'conditionUnknown';
        return { key: `${condition.status}/${condition.reason ?? ''}`, kind, text: condition.status, note: join(condition.reason, condition.message) };
      },
    ),
  }));
}

export function statusMarks(source: Source, container: string): MarkInput[] {
  return podSpans(
    source,
    ({ status }) => status,
    ({ status: { containerStatuses, initContainerStatuses, ephemeralContainerStatuses } }) => {
      const found = statusIn(containerStatuses, container) ?? statusIn(initContainerStatuses, container) ?? statusIn(ephemeralContainerStatuses, container);
      return found === undefined ? undefined : statusPill(found);
    },
  );
}

const BY_NAME = new WeakMap<readonly ContainerStatus[], ReadonlyMap<string, ContainerStatus>>();

/** The status of a container in a version of the Pod. Indexed: a thousand containers ask each of a thousand versions. */
function statusIn(statuses: readonly ContainerStatus[] | undefined, container: string): ContainerStatus | undefined {
  if (statuses === undefined) return undefined;
  let byName = BY_NAME.get(statuses);
  if (byName === undefined) BY_NAME.set(statuses, (byName = new Map(statuses.map((status) => [status.name, status]))));
  return byName.get(container);
}

function statusPill({ state, restartCount }: ContainerStatus): Pill {
  const value = restartCount;
  if (state.running !== undefined) return { key: `running/${restartCount}`, kind: 'pillRunning', text: 'Running', value };
  if (state.terminated !== undefined) {
    const { exitCode, reason, message } = state.terminated;
    const text = reason ?? (exitCode === 0 ? 'Completed' : 'Error');
    return {
      key: `terminated/${text}/${exitCode}/${restartCount}`,
      kind: exitCode === 0 ? 'pillDone' : 'pillFailed',
      text,
      value,
      note: join(timelineTexts.notes.exitCode(exitCode), message),
    };
  }
  const { reason, message } = state.waiting ?? {};
  const text = reason ?? 'Waiting';
  const kind = text.endsWith('BackOff') ? 'pillBackOff' : /^(Err|Invalid)|Error$/.test(text) ? 'pillFailed' : 'pillWaiting';
  return { key: `waiting/${text}/${restartCount}`, kind, text, value, note: join(timelineTexts.notes.waiting, message) };
}

interface Pill {
  key: string;
  kind: MarkKind;
  text: string;
  note?: string;
  value?: number;
}

/**
 * Spans that last as long as the Pods of the watch give the same key; a deleted Pod gives none. `part` is the part of a Pod that the key is
 * read from: versions of a Pod share what did not change, so that the same object need not be read again.
 */
function podSpans(source: Source, part: (pod: Pod) => unknown, read: (pod: Pod) => Pill | undefined): MarkInput[] {
  const spans = new SpanCollector();
  let seen: unknown = NOTHING;
  for (const record of source.pods) {
    const shown = record.type === 'DELETED' ? undefined : part(record.object);
    if (shown === seen) continue;
    seen = shown;
    const pill = record.type === 'DELETED' ? undefined : read(record.object);
    spans.observe(record.t, record.id, pill?.key, () => {
      const { key: _key, ...mark } = pill as Pill;
      return mark;
    });
  }
  return spans.finish(source.endMs);
}

const NOTHING = Symbol('no Pod yet');

function join(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(': ');
}
