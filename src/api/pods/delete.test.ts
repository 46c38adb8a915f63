import { describe, expect, it } from 'vitest';
import { parseRfc3339 } from '../../base/timestamp.ts';
import type { Pod } from '../../model/kubernetes.ts';
import { deletePod, removeFinalizer } from './delete.ts';

const NOON = parseRfc3339('2026-01-01T12:00:00Z');

function pod(metadata: object = {}, spec: object = {}, phase: Pod['status']['phase'] = 'Running'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', uid: 'u', resourceVersion: '7', generation: 1, creationTimestamp: '2026-01-01T11:00:00Z', ...metadata },
    spec: { containers: [], nodeName: 'node-1', terminationGracePeriodSeconds: 30, ...spec },
    status: { phase },
  };
}

/** `graceful 30s until 12:00:30, generation 2` */
function outcome(target: Pod, gracePeriodSeconds?: number, nowMs = NOON): string {
  const result = deletePod(target, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }, nowMs);
  const shown = ({ metadata }: Pod) =>
    `${metadata.deletionGracePeriodSeconds}s until ${metadata.deletionTimestamp?.slice(11, 19)}, generation ${metadata.generation}`;
  if (result.kind === 'graceful') return `graceful ${shown(result.pod)}`;
  return result.kind === 'removed' ? `removed${result.objects.map((object) => ` after ${shown(object)}`).join('')}` : result.kind;
}

/** Recorded on a v1.36.2 API server; registry/rest/delete.go: BeforeDelete. */
describe('the first delete', () => {
  it.each([
    ["the Pod's own grace period", pod(), undefined, 'graceful 30s until 12:00:30, generation 2'],
    ['a shorter one', pod(), 10, 'graceful 10s until 12:00:10, generation 2'],
    ['a negative one', pod(), -5, 'graceful 1s until 12:00:01, generation 2'],
    ['none', pod(), 0, 'removed after 0s until 12:00:00, generation 2'],
    ['the Pod has none', pod({}, { terminationGracePeriodSeconds: 0 }), undefined, 'removed after 0s until 12:00:00, generation 2'],
    ['the Pod is not scheduled', pod({}, { nodeName: '' }, 'Pending'), undefined, 'removed after 0s until 12:00:00, generation 2'],
    ['the Pod has ended', pod({}, {}, 'Succeeded'), 30, 'removed after 0s until 12:00:00, generation 2'],
    ['a finalizer holds it', pod({ finalizers: ['example.com/hold'] }), 0, 'graceful 0s until 12:00:00, generation 2'],
  ])('%s', (_what, target, grace, expected) => {
    expect(outcome(target, grace)).toBe(expected);
  });
});

describe('the second delete', () => {
  const terminating = pod({ deletionTimestamp: '2026-01-01T12:00:30Z', deletionGracePeriodSeconds: 30, generation: 2 });
  const at = (seconds: number) => NOON + seconds * 1000;

  it.each([
    ['longer', 300, 5, 'unchanged'],
    ['without a value', undefined, 5, 'unchanged'],
    ['shorter', 10, 5, 'graceful 10s until 12:00:10, generation 2'],
    ['so short that it is over', 10, 20, 'graceful 1s until 12:00:20, generation 2'],
    ['by force', 0, 20, 'removed after 0s until 12:00:20, generation 2'],
  ])('%s', (_what, grace, seconds, expected) => {
    expect(outcome(terminating, grace, at(seconds))).toBe(expected);
  });

  it('removes a Pod whose grace is over and that nothing holds', () => {
    expect(outcome(pod({ deletionTimestamp: '2026-01-01T12:00:00Z', deletionGracePeriodSeconds: 0 }))).toBe('removed');
  });
});

describe('preconditions and finalizers', () => {
  it('refuses another uid', () => {
    expect(deletePod(pod(), { preconditions: { uid: 'other' } }, NOON)).toMatchObject({
      kind: 'error',
      error: {
        reason: 'Conflict',
        message: 'Operation cannot be fulfilled on pods "web": Precondition failed: UID in precondition: other, UID in object meta: u',
      },
    });
  });

  it('frees a deleted Pod with its last finalizer', () => {
    const held = pod({ finalizers: ['a.io/x', 'b.io/y'], deletionTimestamp: '2026-01-01T12:00:00Z', deletionGracePeriodSeconds: 0 });
    const first = removeFinalizer(held, 'a.io/x');
    expect(first).toMatchObject({ kind: 'updated', pod: { metadata: { finalizers: ['b.io/y'] } } });
    if (first.kind === 'unchanged') return;
    expect(removeFinalizer(first.pod, 'b.io/y').kind).toBe('removed');
    expect(removeFinalizer(first.pod, 'c.io/z').kind).toBe('unchanged');
  });
});
