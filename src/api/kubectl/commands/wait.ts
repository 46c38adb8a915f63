/** `kubectl wait`; where time stands still, what is not met now is never met (staging/src/k8s.io/kubectl/pkg/cmd/wait). */
import { type Fields, fields, list, text } from '../../schema/fields.ts';
import { printedResource } from '../../server/kinds.ts';
import { UsageError } from '../outcome.ts';
import { evaluateJsonPath } from '../printing/json-path.ts';
import type { Session } from '../session.ts';
import { findTargets } from '../targets.ts';

export function wait(session: Session): void {
  const goal = session.options.text('for');
  if (goal === undefined) throw new UsageError('unrecognized condition: ""');
  if (goal === 'delete') {
    // Objects that are gone already are no failure.
    const { kind, name } = session.target();
    if (session.server.get(kind, session.namespace, name) !== undefined)
      session.out.fail(new UsageError(`timed out waiting for the condition on ${kind.plural}/${name}`));
    return;
  }
  for (const { kind, object } of findTargets(session).found) {
    if (isMet(object as unknown as Fields, goal)) session.out.line(`${printedResource(kind)}/${object.metadata.name ?? ''} condition met`);
    else session.out.fail(new UsageError(`timed out waiting for the condition on ${kind.plural}/${object.metadata.name ?? ''}`));
  }
}

function isMet(object: Fields, goal: string): boolean {
  const condition = /^condition=([^=]+)(?:=(.+))?$/.exec(goal);
  if (condition !== null) {
    const [, type = '', wanted = 'true'] = condition;
    const found = list(fields(object, 'status'), 'conditions').find((candidate) => text(candidate, 'type').toLowerCase() === type.toLowerCase());
    return found !== undefined && text(found, 'status').toLowerCase() === wanted.toLowerCase();
  }
  const path = /^jsonpath=(.+?\})(?:=(.*))?$/.exec(goal);
  if (path === null) throw new UsageError(`unrecognized condition: "${goal}"`);
  const values = evaluateJsonPath(object, path[1] ?? '');
  return path[2] === undefined ? values.length > 0 : values.some((value) => String(value) === path[2]);
}
