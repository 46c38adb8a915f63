import { describe, expect, it } from 'vitest';
import { workloadDiagnostics } from '../../scenario/workload.ts';
import { answer } from './answer.ts';
import { withApiAnswers } from './api-answers.ts';
import type { SimulationReply } from '../protocol.ts';

function replyTo(text: string): Extract<SimulationReply, { kind: 'run' }> {
  const answered = answer({ kind: 'run', id: 1, text, choices: {} });
  const reply = withApiAnswers(answered, answered.told ? workloadDiagnostics(answered.told) : []);
  if (reply.kind !== 'run') throw new Error(reply.kind);
  return reply;
}

const pod = (spec: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  ${spec}\n  containers:\n  - {name: app, image: busybox:1.36, command: [sleep, inf]}\n`;

describe('the API server’s words about a text', () => {
  it('a refusal keeps the run from being shown, and stands where it is about', () => {
    const { trace, diagnostics } = replyTo(pod('serviceAccountName: nobody'));
    expect(trace).toBeUndefined();
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        message: 'pods "web" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
        path: 'spec.serviceAccountName',
        help: expect.stringContaining('Add a ServiceAccount') as string,
        range: { startLine: 6, startColumn: 23, endLine: 6, endColumn: 29 },
      },
    ]);
  });

  it('findings of validation each have their own place and help', () => {
    const { diagnostics } = replyTo(pod('restartPolicy: always\n  hostname: A_B'));
    expect(diagnostics.map(({ message, range, help }) => [range?.startLine, message.split(':')[0], help])).toEqual([
      [6, 'spec.restartPolicy', 'Write `Always`: capitals count.'],
      [7, 'spec.hostname', expect.stringContaining('lower-case letters') as string],
    ]);
  });

  it('an object that would not be taken makes no Pod', () => {
    const { trace, diagnostics } = replyTo(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: busybox}]}}}\n',
    );
    expect(trace).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ]);
  });

  it('warnings come beside the run', () => {
    const { trace, diagnostics } = replyTo(pod('nodeSelector: {kubernetes.io/os: linux, node-role.kubernetes.io/master: ""}'));
    expect(trace).toBeDefined();
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        message: 'spec.nodeSelector[node-role.kubernetes.io/master]: use "node-role.kubernetes.io/control-plane" instead',
        range: { startLine: 6 },
      },
    ]);
  });
});
