/**
 * Generates, from the declaration files of the development dependency `kubernetes-models` (Kubernetes 1.36, MIT; the
 * texts are Kubernetes' own, Apache-2.0):
 *
 * - `pod.schema.json`: JSON Schema (draft 7) for the editor's completion, hover and validation, descriptions included;
 * - `fields.generated.ts`: the same structure without descriptions, as small as possible, for strict decoding in the worker.
 *
 * The declaration files are machine-made and regular, so regular expressions suffice; whatever does not fit throws.
 * Usage: `node src/scenario/schema/generate.mjs` writes both files; a test checks that they are current.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, '..', '..', '..', 'node_modules');
const MACHINERY = '@kubernetes-models/apimachinery';

/** The kinds a scenario text may hold; the first is the one that matters. */
export const ROOTS = [
  'v1/Pod',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
  'apps/v1/DaemonSet',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'v1/ReplicationController',
  'v1/Service',
  'v1/ConfigMap',
  'v1/Secret',
  'v1/ServiceAccount',
  'v1/Namespace',
  'v1/PersistentVolumeClaim',
  'v1/LimitRange',
  'v1/ResourceQuota',
  'node.k8s.io/v1/RuntimeClass',
  'scheduling.k8s.io/v1/PriorityClass',
  'policy/v1/PodDisruptionBudget',
];

/** Numbers that are int64 in Go; all others that these kinds reach are int32 (cross-checked against the OpenAPI formats). */
const INT64 = new Set([
  'activeDeadlineSeconds',
  'deletionGracePeriodSeconds',
  'expirationSeconds',
  'fsGroup',
  'generation',
  'observedGeneration',
  'runAsGroup',
  'runAsUser',
  'seconds',
  'startingDeadlineSeconds',
  'supplementalGroups',
  'terminationGracePeriodSeconds',
  'tolerationSeconds',
]);

/** Fields whose Go type is a named string: what the API server prints for a value of the wrong type. */
const NAMED_STRINGS = {
  'PodSpec.restartPolicy': 'RestartPolicy',
  'Container.restartPolicy': 'ContainerRestartPolicy',
  'PodSpec.dnsPolicy': 'DNSPolicy',
  'PodSpec.preemptionPolicy': 'PreemptionPolicy',
  'Container.imagePullPolicy': 'PullPolicy',
  'ContainerPort.protocol': 'Protocol',
  'Container.terminationMessagePolicy': 'TerminationMessagePolicy',
  'HTTPGetAction.scheme': 'URIScheme',
  'Lifecycle.stopSignal': 'Signal',
  'Toleration.operator': 'TolerationOperator',
  'Toleration.effect': 'TaintEffect',
  'EmptyDirVolumeSource.medium': 'StorageMedium',
  'HostPathVolumeSource.type': 'HostPathType',
  'VolumeMount.mountPropagation': 'MountPropagationMode',
  'PodOS.name': 'OSName',
  'ContainerResizePolicy.resourceName': 'ResourceName',
  'ContainerResizePolicy.restartPolicy': 'ResourceResizeRestartPolicy',
  'ContainerRestartRule.action': 'ContainerRestartRuleAction',
  'ContainerRestartRuleOnExitCodes.operator': 'ContainerRestartRuleOnExitCodesOperator',
  'PodReadinessGate.conditionType': 'PodConditionType',
  'ServicePort.protocol': 'Protocol',
  'ServiceSpec.type': 'ServiceType',
  'Secret.type': 'SecretType',
  'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': 'UnhealthyPodEvictionPolicyType',
};

/** Values that are legal where the API's own types say only `string` (pkg/apis/core/validation/validation.go). */
const ENUMS = {
  'ContainerResizePolicy.restartPolicy': ['NotRequired', 'RestartContainer'],
  'Container.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'ContainerRestartRule.action': ['Restart', 'RestartAllContainers'],
  'ContainerRestartRuleOnExitCodes.operator': ['In', 'NotIn'],
};

/** The least and the most that the API server takes of a number (pkg/apis/core/validation/validation.go); what it puts in the place of 0 counts as absent. */
const LIMITS = {
  'Probe.initialDelaySeconds': [0],
  'Probe.timeoutSeconds': [1],
  'Probe.periodSeconds': [1],
  'Probe.successThreshold': [1],
  'Probe.failureThreshold': [1],
  'Probe.terminationGracePeriodSeconds': [1],
  'SleepAction.seconds': [0],
  'PodSpec.terminationGracePeriodSeconds': [0],
  'PodSpec.activeDeadlineSeconds': [1],
  'ContainerPort.containerPort': [1, 65_535],
  'ContainerPort.hostPort': [1, 65_535],
  'GRPCAction.port': [1, 65_535],
  'DeploymentSpec.replicas': [0],
  'ReplicaSetSpec.replicas': [0],
  'ReplicationControllerSpec.replicas': [0],
  'StatefulSetSpec.replicas': [0],
  'DeploymentSpec.minReadySeconds': [0],
  'DeploymentSpec.progressDeadlineSeconds': [0],
  'JobSpec.activeDeadlineSeconds': [0],
  'JobSpec.backoffLimit': [0],
  'JobSpec.completions': [0],
  'JobSpec.parallelism': [0],
  'JobSpec.ttlSecondsAfterFinished': [0],
};

const definitions = {};

/** The texts of both files. */
export function generate() {
  const roots = ROOTS.map((root) => ({ $ref: `#/definitions/${load(join(MODULES, 'kubernetes-models', `${root}.d.ts`))}` }));
  const schema = { $schema: 'http://json-schema.org/draft-07/schema#', oneOf: roots, definitions };
  return { schema: `${JSON.stringify(schema)}\n`, fields: fieldsModule(roots.map((root) => nameOf(root))) };
}

const nameOf = (reference) => reference.$ref.slice('#/definitions/'.length);

/** Reads one declaration file into `definitions`, and what it refers to; returns the definition's name. */
function load(file) {
  const source = readFileSync(file, 'utf8');
  const exported = /export type \{ \w+ as I(\w+),/.exec(source);
  if (!exported) throw new Error(`${file}: no exported interface`);
  const name = exported[1]
    .replace(/^IoK8s(?:ApimachineryPkg|Api)/, '')
    .replace(/^(?:CoreV1|AppsV1|BatchV1|NodeV1|SchedulingV1|PolicyV1|ApisMetaV1|ApiResource|UtilIntstr)(?=[A-Z])/, '');
  if (definitions[name]) return name;
  const definition = {};
  definitions[name] = definition;
  const imports = {};
  for (const [, type, from] of source.matchAll(/import \{ (\w+)[^}]*\} from "([^"]+)";/g)) imports[type] = fileOf(file, from);
  const declaration = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?export (?:type I\w+ = ([^;]*);|interface I\w+[^{]*\{([\s\S]*?)\n?\}\n)/.exec(source);
  if (!declaration) throw new Error(`${file}: no declaration`);
  const [, comment, alias, body] = declaration;
  if (comment) definition.description = textOf(comment);
  Object.assign(definition, alias ? typeOf(alias, imports, name) : body.trim() ? structOf(name, body, imports) : { type: 'object' });
  return name;
}

function fileOf(from, module) {
  const path = module.startsWith(MACHINERY) ? join(MODULES, module) : join(dirname(from), module.replace(/\.js$/, ''));
  return `${path}.d.ts`;
}

/** The text of a doc comment. A bare list of enum values repeats `enum`; it stays only where it says what they mean. */
function textOf(comment) {
  return comment
    .replace(/^\s*\/\*\*\n?|\s*\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .replace(/\n*Possible enum values:\n(?: - .*(?:\n|$))+/g, (list) => (/` \w/.test(list) ? list : ''))
    .trim();
}

/** Splits the body of an interface into properties; braces and angle brackets nest. */
function structOf(owner, body, imports) {
  const properties = {};
  const required = [];
  const head = /(\s*\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*"?([$\w-]+)"?(\??): /y;
  let position = 0;
  for (;;) {
    head.lastIndex = position;
    const match = head.exec(body);
    if (!match) break;
    const end = endOfType(body, head.lastIndex);
    const [, comment, field, optional] = match;
    const type = field === 'managedFields' ? { type: 'array' } : typeOf(body.slice(head.lastIndex, end), imports, `${owner}.${field}`);
    const values = ENUMS[`${owner}.${field}`];
    const [minimum, maximum] = LIMITS[`${owner}.${field}`] ?? [];
    properties[field] = {
      ...(comment && { description: textOf(comment) }),
      ...type,
      ...(values && { enum: values }),
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
    };
    if (!optional) required.push(field);
    position = end + 1;
  }
  return { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties: false };
}

function endOfType(body, start) {
  let depth = 0;
  for (let i = start; i < body.length; i += 1) {
    if (body.startsWith('/*', i)) i = body.indexOf('*/', i) + 1;
    else if (body[i] === '{' || body[i] === '<') depth += 1;
    else if (body[i] === '}' || body[i] === '>') depth -= 1;
    else if (body[i] === ';' && depth === 0) return i;
  }
  return body.length;
}

/** `place` names a struct that is declared where it is used. */
function typeOf(source, imports, place) {
  const type = source.trim();
  const map = /^\{\s*\[key: string\]: ([\s\S]*?);?\s*\}$/.exec(type);
  if (map) return { type: 'object', additionalProperties: typeOf(map[1], imports, place) };
  const list = /^Array<([\s\S]*)>$/.exec(type);
  if (list) return { type: 'array', items: typeOf(list[1], imports, place) };
  if (type === 'string' || type === 'boolean') return { type };
  if (type === 'number') return { type: 'integer' };
  if (type === 'string | number' || type === 'number | string') return { type: ['string', 'number'] };
  if (/^"[^"]*"( \| "[^"]*")*$/.test(type)) return { type: 'string', enum: type.split(' | ').map((value) => JSON.parse(value)) };
  if (/^\{\s*\}$/.test(type) || type === 'any' || type === 'unknown') return {};
  if (imports[type]) return { $ref: `#/definitions/${load(imports[type])}` };
  if (type.startsWith('{')) {
    definitions[place] = structOf(place, type.slice(1, -1), imports);
    return { $ref: `#/definitions/${place}` };
  }
  throw new Error(`unknown type ${type}`);
}

/** The structure without status and descriptions: one line for each definition, `Probe exec:ExecAction periodSeconds:i …`. */
function fieldsModule(roots) {
  const lines = [];
  const seen = new Set();
  const queue = [...roots];
  for (const name of queue) {
    if (seen.has(name)) continue;
    seen.add(name);
    const properties = definitions[name].properties;
    if (!properties) continue;
    const fields = Object.entries(properties)
      .filter(([field]) => !(roots.includes(name) && field === 'status'))
      .map(([field, schema]) => `${field}:${codeOf(name, field, schema, queue)}`);
    lines.push([name, ...fields].join(' '));
  }
  return [
    '// Generated by generate.mjs; do not edit. The format is explained in ../decode/structure.ts.',
    'export const ROOT_KINDS = {',
    ...ROOTS.map((root, index) => `  '${root}': '${roots[index]}',`),
    '};',
    `export const FIELDS = \`${lines.join('\n')}\`;`,
    '',
  ].join('\n');
}

/** Fields of Go type `[]byte`: base64 in JSON. */
const BYTES = new Set(['Secret.data', 'ConfigMap.binaryData']);

function codeOf(owner, field, schema, queue) {
  if (BYTES.has(`${owner}.${field}`)) return '{}B';
  if (schema.$ref) {
    const name = nameOf(schema);
    if (name === 'Quantity') return 'q';
    if (name === 'IntOrString') return 'p';
    if (/(?:^|V1)(?:Micro)?Time$/.test(name)) return 't';
    if (definitions[name].properties) {
      queue.push(name);
      return name;
    }
    return 'a';
  }
  if (schema.type === 'array') return schema.items ? `[]${codeOf(owner, field, schema.items, queue)}` : 'a';
  if (schema.type === 'object') return schema.additionalProperties ? `{}${codeOf(owner, field, schema.additionalProperties, queue)}` : 'a';
  if (schema.type === 'string') {
    const goType = NAMED_STRINGS[`${owner === 'EphemeralContainer' ? 'Container' : owner}.${field}`];
    return goType ? `s.v1.${goType}` : 's';
  }
  if (schema.type === 'boolean') return 'b';
  if (schema.type === 'integer') return INT64.has(field) ? 'l' : 'i';
  return Array.isArray(schema.type) ? 'p' : 'a';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { schema, fields } = generate();
  writeFileSync(join(HERE, 'pod.schema.json'), schema);
  writeFileSync(join(HERE, 'fields.generated.ts'), fields);
}
