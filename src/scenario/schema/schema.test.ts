import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../read.ts';
import { generate } from './generate.mjs';
import { podSchema, scenarioSchema } from './index.ts';

interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  required?: string[];
  definitions?: Record<string, Schema>;
}

const file = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

describe('the generated files', () => {
  it('are current (else: node src/scenario/schema/generate.mjs)', () => {
    const { schema, fields } = generate();
    expect(file('pod.schema.json') === schema).toBe(true);
    expect(file('fields.generated.ts') === fields).toBe(true);
  });

  it('hold what Kubernetes 1.36 added', () => {
    const { definitions = {} } = podSchema as Schema;
    expect(definitions['Container']?.properties).toHaveProperty('restartPolicyRules');
    expect(definitions['PodSpec']?.properties).toHaveProperty('hostnameOverride');
    expect(definitions['EnvVarSource']?.properties).toHaveProperty('fileKeyRef');
    expect(definitions['Lifecycle']?.properties).toHaveProperty('stopSignal');
  });
});

describe('the schema of the Scenario document', () => {
  const root = scenarioSchema as Schema;
  const resolved = (schema: Schema): Schema => (schema.$ref === undefined ? schema : (root.definitions?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}));

  it('describes every field', () => {
    const undescribed: string[] = [];
    const visit = (schema: Schema, path: string) => {
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        if (!resolved(field).description) undescribed.push(`${path}.${name}`);
        visit(field, `${path}.${name}`);
      }
      for (const inner of [schema.items, typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined, ...(schema.anyOf ?? [])]) {
        if (inner) visit(inner, `${path}.*`);
      }
    };
    visit(root, '');
    for (const [name, definition] of Object.entries(root.definitions ?? {})) visit(definition, name);
    expect(undescribed).toEqual([]);
  });

  // The reader names all fields that it knows where it finds one that it does not.
  const POD = '---\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: nginx}]}\n';
  const knownTo = (spec: string) => {
    const { diagnostics } = readScenario(`apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: ${spec}\n${POD}`);
    const help = diagnostics.find(({ message }) => message.includes('zzzzzzzz'))?.help ?? '';
    return (/ has: (.*)\.$/.exec(help)?.[1] ?? help).split(', ').sort();
  };
  const spec = root.properties?.['spec'];
  const at = (...path: string[]) =>
    path.reduce<Schema>(
      (schema, step) =>
        resolved(step === '[]' ? (schema.items ?? {}) : step === '{}' ? (schema.additionalProperties as Schema) : (schema.properties?.[step] ?? {})),
      spec ?? {},
    );
  const inAnyOf = (schema: Schema, property: string) => schema.anyOf?.find((each) => each.properties?.[property]) ?? {};

  it.each([
    ['spec', '{zzzzzzzz: 1}', at()],
    ['cluster', '{cluster: {zzzzzzzz: 1}}', at('cluster')],
    ['kubelet', '{cluster: {kubelet: {zzzzzzzz: 1}}}', at('cluster', 'kubelet')],
    ['latency', '{cluster: {latency: {zzzzzzzz: 1}}}', at('cluster', 'latency')],
    ['node', '{cluster: {node: {zzzzzzzz: 1}}}', at('cluster', 'node')],
    ['an image', '{images: [{zzzzzzzz: 1}]}', at('images', '[]')],
    ['a workload', '{workloads: {app: {zzzzzzzz: 1}}}', at('workloads', '{}')],
    ['a route', '{workloads: {app: {http: [{zzzzzzzz: 1}]}}}', at('workloads', '{}', 'http', '[]')],
    ['a response', '{workloads: {app: {http: [{responses: [{zzzzzzzz: 1}]}]}}}', at('workloads', '{}', 'http', '[]', 'responses', '[]')],
    ['an exec entry', '{workloads: {app: {exec: [{zzzzzzzz: 1}]}}}', at('workloads', '{}', 'exec', '[]')],
    ['exit', '{workloads: {app: {exit: {zzzzzzzz: 1}}}}', at('workloads', '{}', 'exit')],
    ['onTerm', '{workloads: {app: {onTerm: {zzzzzzzz: 1}}}}', inAnyOf(at('workloads', '{}', 'onTerm'), 'exitAfter')],
    ['a step', '{story: [{zzzzzzzz: 1}]}', at('story', '[]')],
    ['lesson', '{lesson: {zzzzzzzz: 1}}', at('lesson')],
    ['a translation', '{translations: {de: {zzzzzzzz: 1}}}', at('translations', '{}')],
  ])('has the fields that the reader knows: %s', (_, text, schema) => {
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(knownTo(text));
  });

  it('has all kinds of claims, all actions with all their fields, and all feature gates that the rules follow', () => {
    const claims =
      readScenario(`apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {expect: [{zzzzzzzz: 1}]}\n${POD}`)
        .diagnostics[0]?.help?.replace(/^Claims: |\.$/g, '')
        .split(', ') ?? [];
    expect(Object.keys(root.definitions?.['claim']?.properties ?? {}).sort()).toEqual([...claims, 'basis', 'note'].sort());
    const gates =
      readScenario(`apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {cluster: {featureGates: {zzzzzzzz: true}}}\n${POD}`)
        .diagnostics[0]?.help?.replace(/^.*follow: |\.$/g, '')
        .split(', ') ?? [];
    expect(Object.keys(at('cluster', 'featureGates').properties ?? {}).sort()).toEqual(gates.sort());
    const action = (root.definitions?.['action']?.properties ?? {}) as Record<string, Schema & { enum?: string[] }>;
    const fields = new Set(['at', 'plus', 'sweep', 'do']);
    for (const name of action['do']?.enum ?? []) {
      for (const field of knownTo(`{actions: [{at: 1s, do: ${name}, zzzzzzzz: 1}]}`)) fields.add(field);
    }
    expect(action['do']?.enum?.length).toBe(32);
    expect(Object.keys(action).sort()).toEqual([...fields].sort());
  });
});
