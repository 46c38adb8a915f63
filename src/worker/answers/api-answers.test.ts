import { describe, expect, it } from 'vitest';
import { editedText } from '../../scenario/edit.ts';
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
        help: expect.stringContaining('There is no ServiceAccount `') as string,
        range: { startLine: 6, startColumn: 23, endLine: 6, endColumn: 29 },
        fix: {
          create: { kind: 'ServiceAccount', name: 'nobody' },
          edits: [{ document: 'object', path: '', value: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'nobody' } } }],
        },
      },
    ]);
  });

  it.each([
    ['a field with a typo', pod('restartPolcy: Never'), 'restartPolicy'],
    ['a name with capitals', pod('').replace('name: web', 'name: My_Web.v2'), 'my-web.v2'],
    ['a container with a picture in its name', pod('').replace('name: app', 'name: app.🚀'), 'app'],
    ['a value with other capitals', pod('restartPolicy: "never"'), 'Never'],
    ['a kind with a typo', pod('').replace('kind: Pod', 'kind: Podd'), 'Pod'],
    ['a group that is another one', 'apiVersion: v1\nkind: Deployment\nmetadata: {name: web}\nspec: {}\n', 'apps/v1'],
    ['a field of the Scenario', `${pod('')}---\napiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {duraton: 5s}\n`, 'duration'],
  ])('%s is mended by what is most likely meant', (_, text, replacement) => {
    const found = replyTo(text).diagnostics.find(({ fix }) => fix !== undefined);
    expect(found?.fix).toEqual({ replacement });
    const { startLine = 0, startColumn = 0, endColumn = 0 } = found?.range ?? {};
    const line = text.split('\n')[startLine - 1] ?? '';
    const mended = text.replace(line, `${line.slice(0, startColumn - 1)}${replacement}${line.slice(endColumn - 1)}`);
    expect(replyTo(mended).diagnostics.map(({ message }) => message)).not.toContain(found?.message);
  });

  it.each([
    ['a ServiceAccount that nobody made', pod('serviceAccountName: nobody')],
    ['a PriorityClass that nobody made', pod('priorityClassName: urgent')],
    [
      'a Job whose Pods would not end',
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: app, image: busybox}]}}}\n',
    ],
  ])('%s is mended by an edit of the text', (_, text) => {
    const fix = replyTo(text).diagnostics.find((each) => each.fix)?.fix;
    const mended = replyTo(editedText(text, fix && 'edits' in fix ? fix.edits : []));
    expect(mended.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(mended.trace).toBeDefined();
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
