/**
 * The fields of the Kubernetes kinds that a scenario text may hold, from a generated table. One line for each struct:
 * `Probe exec:ExecAction periodSeconds:i …`. Codes: `s` string, `s.v1.X` a string with a Go type of its own, `b` bool,
 * `i` int32, `l` int64, `q` quantity, `p` int or string, `t` time, `B` base64 bytes, `a` anything, `[]T` list, `{}T` map,
 * otherwise the name of a struct.
 */
import { FIELDS, ROOT_KINDS } from '../schema/fields.generated.ts';

export type FieldType =
  | { kind: 'string' | 'int' | 'long' | 'bool' | 'quantity' | 'intOrString' | 'time' | 'bytes'; goType: string }
  | { kind: 'any'; goType: string }
  | { kind: 'list'; element: FieldType; goType: string }
  | { kind: 'map'; element: FieldType; goType: string }
  | { kind: 'struct'; name: string; goType: string };

export type Struct = ReadonlyMap<string, FieldType>;

let table: Map<string, Struct> | undefined;

/** The fields of a struct by their name; undefined for a struct that nobody knows. */
export function structNamed(name: string): Struct | undefined {
  table ??= new Map(FIELDS.split('\n').map(structOf));
  return table.get(name);
}

/** The root struct for `apps/v1` and `Deployment`; undefined if a scenario text has no use for that kind. */
export function rootStruct(apiVersion: string, kind: string): string | undefined {
  return ROOTS.get(`${apiVersion}/${kind}`);
}

/** Every kind with a structure, e.g. `apps/v1/Deployment`. */
export function knownKinds(): string[] {
  return [...ROOTS.keys()];
}

const ROOTS = new Map<string, string>(Object.entries(ROOT_KINDS));

function structOf(line: string): [string, Struct] {
  const [name = '', ...fields] = line.split(' ');
  const entries = fields.map((field): [string, FieldType] => {
    const at = field.indexOf(':');
    return [field.slice(0, at), typeOf(field.slice(at + 1))];
  });
  return [name, new Map(entries)];
}

function typeOf(code: string): FieldType {
  if (code.startsWith('[]')) {
    const element = typeOf(code.slice(2));
    return { kind: 'list', element, goType: `[]${element.goType}` };
  }
  if (code.startsWith('{}')) {
    const element = typeOf(code.slice(2));
    return { kind: 'map', element, goType: element.kind === 'quantity' ? 'v1.ResourceList' : `map[string]${element.goType}` };
  }
  if (code.startsWith('s.')) return { kind: 'string', goType: code.slice(2) };
  switch (code) {
    case 's':
      return { kind: 'string', goType: 'string' };
    case 'b':
      return { kind: 'bool', goType: 'bool' };
    case 'i':
      return { kind: 'int', goType: 'int32' };
    case 'l':
      return { kind: 'long', goType: 'int64' };
    case 'q':
      return { kind: 'quantity', goType: 'resource.Quantity' };
    case 'p':
      return { kind: 'intOrString', goType: 'int32' };
    case 't':
      return { kind: 'time', goType: 'v1.Time' };
    case 'B':
      return { kind: 'bytes', goType: '[]uint8' };
    case 'a':
      return { kind: 'any', goType: 'interface {}' };
    default:
      return { kind: 'struct', name: code, goType: `v1.${code.split('.').at(-1) ?? code}` };
  }
}

/** Go structs that are embedded: their name appears in the paths of type errors (`livenessProbe.ProbeHandler.httpGet`). */
const EMBEDDED: Record<string, { name: string; fields: (field: string) => boolean }> = {
  Probe: { name: 'ProbeHandler', fields: (field) => ['exec', 'httpGet', 'tcpSocket', 'grpc'].includes(field) },
  Volume: { name: 'VolumeSource', fields: (field) => field !== 'name' },
  EphemeralContainer: { name: 'EphemeralContainerCommon', fields: (field) => field !== 'targetContainerName' },
};

const WITH_OBJECT_REFERENCE = new Set([
  'SecretKeySelector',
  'ConfigMapKeySelector',
  'SecretEnvSource',
  'ConfigMapEnvSource',
  'ConfigMapVolumeSource',
  'ConfigMapProjection',
  'SecretProjection',
]);

/** The embedded struct that a field of `struct` comes from, if any. */
export function embeddedStruct(struct: string, field: string): string | undefined {
  if (field === 'name' && WITH_OBJECT_REFERENCE.has(struct)) return 'LocalObjectReference';
  const embedded = EMBEDDED[struct];
  return embedded?.fields(field) ? embedded.name : undefined;
}
