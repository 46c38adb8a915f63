import type { Action, Scenario } from '../model/scenario.ts';

/** Something in a scenario that the simulation does not cover. */
export interface Gap {
  message: string;
  /** Where it stands: a path in the Pod or in the Scenario document. */
  document: 'pod' | 'scenario';
  path: string;
}

/** Thrown instead of a run that would silently leave something out. */
export class NotCoveredError extends Error {
  override readonly name = 'NotCoveredError';
  readonly gaps: readonly Gap[];

  constructor(gaps: readonly Gap[]) {
    super(gaps.map((gap) => gap.message).join('\n'));
    this.gaps = gaps;
  }
}

const ACTIONS: ReadonlySet<Action['do']> = new Set([
  'delete',
  'force-delete',
  'remove-finalizer',
  'exec',
  'signal',
  'oom',
  'workload',
  'image',
  'sandbox-stop',
  'apply',
  'remove',
  'patch',
  'patch-status',
  'patch-repeat',
  'bind',
  'add-ephemeral',
  'kubelet-restart',
  'kubelet-stop',
  'kubelet-start',
  'remove-container-records',
  'node-label-remove',
  'static-update',
  'static-remove',
  'evict',
  'node-lost',
  'node-back',
  'node-shutdown',
  'node-drain',
]);

/** What in a scenario cannot be simulated; empty if everything can. */
export function gapsOf(scenario: Scenario): Gap[] {
  const gaps: Gap[] = [];
  const add = (document: Gap['document'], path: string, message: string) => gaps.push({ document, path, message });
  scenario.actions.forEach((action, index) => {
    if (!ACTIONS.has(action.do))
      add('scenario', `spec.actions[${index}].do`, `The action ${action.do} is not simulated yet. Covered are ${[...ACTIONS].join(', ')}.`);
  });
  return gaps;
}
