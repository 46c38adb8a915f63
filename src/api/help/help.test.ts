import { describe, expect, it } from 'vitest';
import { answerCases, readAnswer } from '../../testing/answers.ts';
import { simulated } from '../../testing/simulated.ts';
import { refusalNotes, warningNotes } from './index.ts';
import { helpFor } from './sentences.ts';

const POD = { kind: 'Pod', name: 'web' };

/** What a real API server found, as field and body. */
function recordedFindings(): { field: string; body: string }[] {
  return answerCases('validation').flatMap((name) =>
    readAnswer(name)
      .stderr.split('\n')
      .map((line) => line.replace(/^The \S+ "[^"]*" is invalid: /, '').replace(/^\* /, ''))
      .flatMap((line) => {
        const [, field, body] = /^((?:spec|metadata)\S*?): ((?:Required|Invalid|Unsupported|Forbidden|Duplicate|Not found|Too).*)$/.exec(line) ?? [];
        return field === undefined || body === undefined ? [] : [{ field, body }];
      }),
  );
}

describe('help', () => {
  it('is there for most of what a real server found, one sentence each', () => {
    const findings = recordedFindings();
    const helped = findings.map(({ field, body }) => helpFor(field, body)).filter((help) => help !== undefined);
    expect(findings.length).toBeGreaterThan(150);
    expect(helped.length / findings.length).toBeGreaterThan(0.75);
    for (const help of helped) expect(help).toMatch(/^[A-Z`].*[.?]$/s);
  });

  it.each([
    ['spec.restartPolicy', 'Unsupported value: "always": supported values: "Always", "OnFailure", "Never"', 'Write `Always`: capitals count.'],
    ['spec.containers[0].ports[0].protocol', 'Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"', 'Write `TCP`: capitals count.'],
    [
      'spec.tolerations[0].operator',
      'Unsupported value: "Gt": supported values: "Equal", "Exists", "Lt", "Gt"',
      'Numbers are compared only with the feature gate TaintTolerationComparisonOperators, which is off in v1.36: turn it on under `cluster.featureGates`, or write `Equal` or `Exists`.',
    ],
    ['spec.containers[0].livenessProbe', 'Required value: must specify a handler type', 'Say what to probe: `httpGet`, `tcpSocket`, `exec` or `grpc`.'],
    [
      'spec.containers[0].readinessProbe.httpGet.port',
      'Invalid value: "8080": must contain at least one letter (a-z)',
      'In quotes it is the name of a port: write the number without quotes.',
    ],
    [
      'spec.selector',
      'Invalid value: {"matchLabels":{"app":"db"}}: field is immutable',
      'This cannot be changed any more: delete the object and create it again.',
    ],
  ])('%s: %s', (field, body, help) => {
    expect(helpFor(field, body)).toBe(help);
  });
});

describe('a refusal', () => {
  it('by admission names the field that it is about', () => {
    const message = 'pods "web" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found';
    expect(refusalNotes({ message }, POD)).toEqual([
      { field: 'spec.serviceAccountName', message, help: expect.stringContaining('There is no ServiceAccount') },
    ]);
  });

  // Messages: plugin/pkg/admission/{serviceaccount,priority,runtimeclass}/admission.go
  it.each([
    ['error looking up service account shop/dep$&loyer: serviceaccount "dep$&loyer" not found', 'There is no ServiceAccount `dep$&loyer`:'],
    ['no PriorityClass with name high was found', 'There is no PriorityClass `high`:'],
    ['pod rejected: RuntimeClass "gvisor" not found', 'There is no RuntimeClass `gvisor`:'],
  ])('for something that is not there says its name first: %s', (body, help) => {
    expect(refusalNotes({ message: `pods "web" is forbidden: ${body}` }, POD)[0]?.help).toContain(help);
  });

  it('of a template names the path in the object that holds it', () => {
    const causes = [{ field: 'spec.containers[0].image', message: 'Required value' }];
    expect(refusalNotes({ message: '', causes }, { kind: 'CronJob', name: 'nightly' })).toEqual([
      {
        field: 'spec.containers[0].image',
        message: 'spec.jobTemplate.spec.template.spec.containers[0].image: Required value',
        help: 'Say which image runs, such as `nginx:1.27`.',
      },
    ]);
  });
});

describe('warnings', () => {
  const noted = (kind: string, object: string) => {
    const { scenario, trace } = simulated(object);
    const created = trace.records.find((record) => record.kind === 'Pod');
    if (created?.kind !== 'Pod') throw new Error('no Pod');
    expect(scenario.podSource.kind).toBe(kind);
    return warningNotes(scenario.pod, created.object, scenario.podSource);
  };
  const SPEC = '{nodeSelector: {beta.kubernetes.io/os: linux}, containers: [{name: app, image: "busybox:1.36", command: [sleep, inf]}]}';
  const OLD_LABEL = 'deprecated since v1.14; use "kubernetes.io/os" instead';

  it('of a Pod and of a template, at the field', () => {
    expect(noted('Pod', `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: ${SPEC}\n`)).toEqual([
      { field: 'spec.nodeSelector[beta.kubernetes.io/os]', message: `spec.nodeSelector[beta.kubernetes.io/os]: ${OLD_LABEL}` },
    ]);
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web.v1}\nspec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: ${SPEC}}}\n`;
    expect(noted('Deployment', deployment)).toMatchObject([
      { field: 'metadata.name' },
      { field: 'spec.nodeSelector[beta.kubernetes.io/os]', message: `spec.template.spec.nodeSelector[beta.kubernetes.io/os]: ${OLD_LABEL}` },
    ]);
  });
});
