/** docs/scenario.md, from the JSON Schema of the Scenario document. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../install.mjs';

/**
 * @typedef {object} Schema
 * @property {string} [$ref]
 * @property {string} [description]
 * @property {string | string[]} [type]
 * @property {Record<string, Schema>} [properties]
 * @property {boolean | Schema} [additionalProperties]
 * @property {Schema} [items]
 * @property {Schema[]} [anyOf]
 * @property {Schema[]} [oneOf]
 * @property {unknown[]} [enum]
 * @property {unknown} [const]
 * @property {string[]} [required]
 * @property {Record<string, Schema>} [definitions]
 */

const INTRODUCTION = `# Scenario format

A scenario is one text: you write it in the editor, a link carries it, the library holds many of them. It is a YAML stream of Kubernetes objects, as
\`kubectl apply -f\` would take them, and at most one document of \`apiVersion: podloupe.dev/v1\`, \`kind: Scenario\` for what a manifest cannot say. One of the
objects is the Pod, or has a Pod template (Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob,
ReplicationController). Others stand around it and act on it as in a cluster: Service, ConfigMap, Secret, ServiceAccount, PersistentVolumeClaim, Namespace,
LimitRange, ResourceQuota, PriorityClass, RuntimeClass, PodDisruptionBudget, and, as far as they are there, StorageClass, CSIDriver, ResourceClaim, ResourceClaimTemplate,
DeviceClass.

Durations are Go durations (\`500ms\`, \`1m30s\`), sizes Kubernetes quantities (\`72Mi\`). Every field is optional unless it says otherwise. Unknown fields are
errors with a position and the nearest known name.

\`\`\`yaml
apiVersion: podloupe.dev/v1
kind: Scenario
metadata: {name: slow-start}
spec:
  title: Liveness kills a slow starter
  duration: 2m
  workloads:
    app: {boot: 25s}
  actions:
    - {at: 90s, do: delete}
  expect:
    - restartCount: {container: app, op: ">=", value: 1, within: 60s}
---
apiVersion: v1
kind: Pod
# …
\`\`\`

To run and change a similar one, open this entry of the library: [Why does the liveness probe kill my slow starter?](../#/q/liveness-kills-slow-starter)

The rest of this page is made from the schema behind the editor's completion (\`podloupe/schema\`).
`;

/** The text of docs/scenario.md. */
export function scenarioReference() {
  const schema = /** @type {Schema} */ (JSON.parse(readFileSync(join(ROOT, 'src/scenario/schema/scenario.schema.json'), 'utf8')));
  const sections = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) if (field.properties) sections.push(sectionOf(name, field, 2));
  for (const [name, definition] of Object.entries(schema.definitions ?? {})) sections.push(sectionOf(name, definition, 2));
  return `${[INTRODUCTION.trimEnd(), ...sections.flat()].join('\n\n')}\n`;
}

/** A map as a table of its fields, and the maps in it as sections below. @param {string} name @param {Schema} schema @param {number} depth @returns {string[]} */
function sectionOf(name, schema, depth) {
  const heading = `${'#'.repeat(Math.min(depth, 4))} ${name}`;
  const words = schema.description === undefined ? [] : [schema.description];
  const fields = Object.entries(schema.properties ?? {});
  const variants = (schema.anyOf ?? schema.oneOf ?? []).filter(({ properties }) => properties !== undefined);
  if (fields.length === 0 && variants.length === 0) return [heading, ...words, ...(schema.description === undefined ? [typeOf(schema)] : [])];
  const table = fields.length === 0 ? [] : [tableOf(fields, schema.required ?? [])];
  const inner = fields.flatMap(([field, value]) => {
    const map = mapIn(value);
    return map ? sectionOf(`${name}.${field}`, map, depth + 1) : [];
  });
  const others = variants.flatMap((variant, index) => sectionOf(`${name}, form ${index + 1}`, variant, depth + 1));
  return [heading, ...words, ...table, ...inner, ...others];
}

/** @param {[string, Schema][]} fields @param {string[]} required */
function tableOf(fields, required) {
  const rows = fields.map(([name, schema]) => {
    const words = [schema.description ?? '', required.includes(name) ? 'Required.' : ''].filter((part) => part !== '').join(' ');
    return `| \`${name}\` | ${typeOf(schema)} | ${cell(words)} |`;
  });
  return ['| Field | Type | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The map whose fields are told in a section of their own: the value itself, the items of a list, the values of a map by name. @param {Schema} schema @returns {Schema | undefined} */
function mapIn(schema) {
  if (schema.properties) return schema;
  const inner = schema.items ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
  return inner && mapIn(inner);
}

/** @param {Schema} schema @returns {string} */
function typeOf(schema) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    return `[${name}](#${anchor(name)})`;
  }
  if (schema.enum) return [...new Set(schema.enum.map((value) => `\`${String(value)}\``))].join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return [...new Set(options.map(typeOf))].join(' or ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === 'object') return `map of ${typeOf(schema.additionalProperties)}`;
  if (schema.type === 'object' || schema.properties) return 'map';
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' or ');
}

/** @param {string} name */
function anchor(name) {
  return name
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}
