/**
 * What kubectl itself finds against a list: the server validates fields of the objects in it, not of the list, so kubectl
 * goes by the server's OpenAPI description (staging/src/k8s.io/kubectl/pkg/validation/validation.go, kube-openapi/pkg/util/proto/validation).
 */
import { goQuote, sortedKeys } from '../go-text.ts';
import { jsonKind } from '../schema/convert.ts';
import { type Fields, isFields } from '../schema/fields.ts';
import { type StructInfo, structInfo, type TypeRef, unwrap, withoutPointer } from '../schema/schema.ts';

/** What stands against the items of a `kind: List`, each by its own kind. */
export const validateItems = (items: readonly unknown[]): string[] =>
  items.flatMap((item) => {
    const unclear = kindErrors(item);
    if (unclear.length > 0) return unclear;
    const { apiVersion, kind } = item as { apiVersion: string; kind: string };
    return structInfo(kind) === undefined ? [] : new Described(packageOf(apiVersion)).struct(item, kind, kind);
  });

/** What stands against a list of one kind, such as a `PodList`. */
export function validateListOfKind(list: Fields, apiVersion: string, kind: string): string[] {
  const path = `${packageOf(apiVersion)}.${kind}`;
  const known = ['apiVersion', 'items', 'kind', 'metadata'];
  const described = new Described(packageOf(apiVersion));
  return [
    ...sortedKeys(list).flatMap((key) => {
      if (list[key] === null || list[key] === undefined) return [];
      if (!known.includes(key)) return [at(kind, `unknown field ${goQuote(key)} in ${path}`)];
      return key === 'items' ? described.items(list['items'], kind) : [];
    }),
    ...(Array.isArray(list['items']) || isFields(list['items']) ? [] : [at(kind, `missing required field "items" in ${path}`)]),
  ];
}

/** What keeps kubectl from knowing which kind an object is of (`getObjectKind`). */
export function kindErrors(object: unknown): string[] {
  if (!isFields(object)) return ['invalid object to validate'];
  const { apiVersion, kind } = object;
  const errors: string[] = [];
  if (apiVersion === undefined || apiVersion === null) errors.push('apiVersion not set');
  else if (typeof apiVersion !== 'string') errors.push("apiVersion isn't string type");
  else if (apiVersion.split('/').length > 2) errors.push(`unexpected GroupVersion string: ${apiVersion}`);
  if (kind === undefined || kind === null) errors.push('kind not set');
  else if (typeof kind !== 'string') errors.push("kind isn't string type");
  return errors;
}

const at = (path: string, reason: string): string => `ValidationError(${path}): ${reason}`;

const packageOf = (apiVersion: string): string => {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `io.k8s.api.${group.replace('.k8s.io', '')}.${version ?? ''}`;
};

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Types of other packages than the kind that they are found in. */
const PACKAGES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['ObjectMeta', 'LabelSelector', 'LabelSelectorRequirement', 'OwnerReference', 'ManagedFieldsEntry', 'Condition'].map((name) => [name, META]),
  ),
  ...Object.fromEntries(['PodTemplateSpec', 'PersistentVolumeClaim', 'ObjectReference', 'Toleration'].map((name) => [name, 'io.k8s.api.core.v1'])),
};

/** Scalars that are described by a definition of their own, all of them texts. */
const NAMED_SCALARS: Readonly<Record<string, string>> = {
  Quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  IntOrString: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  Time: `${META}.Time`,
  MicroTime: `${META}.MicroTime`,
};

/** What the description requires where it is not what Go writes always. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ContainerRestartRule: ['action'],
  ContainerRestartRuleOnExitCodes: ['operator'],
  GRPCAction: ['port'],
  PodCertificateProjection: ['signerName', 'keyType'],
  ProjectedVolumeSource: [],
  TypedLocalObjectReference: ['kind', 'name'],
  TypedObjectReference: ['kind', 'name'],
};

const requiredOf = ({ name, fields }: StructInfo): readonly string[] =>
  REQUIRED[name] ?? fields.filter(({ omitEmpty, type }) => !omitEmpty && type.base !== 'Time').map(({ name: field }) => field);

/** Goes through a value beside its description. */
class Described {
  /** Where types are described that no other package is known of. */
  readonly #package: string;

  constructor(packageName: string) {
    this.#package = packageName;
  }

  items(value: unknown, listKind: string): string[] {
    const path = `${listKind}.items`;
    if (!Array.isArray(value)) return [at(path, this.#wrongType(`${this.#package}.${path}`, value, 'array'))];
    return value.flatMap((item: unknown, i) =>
      this.#item(item, `${path}[${i}]`, { wraps: [], base: listKind.slice(0, -'List'.length), namedString: false }, path),
    );
  }

  struct(value: unknown, typeName: string, path: string): string[] {
    const info = structInfo(typeName);
    if (info === undefined) return [];
    const described = `${PACKAGES[typeName] ?? this.#package}.${typeName}`;
    if (!isFields(value)) return [at(path, this.#wrongType(described, value, 'map'))];
    const ofFields = sortedKeys(value).flatMap((key) => {
      if (value[key] === null || value[key] === undefined) return [];
      const field = info.byName.get(key);
      return field === undefined
        ? [at(path, `unknown field ${goQuote(key)} in ${described}`)]
        : this.#typed(value[key], `${path}.${key}`, field.type, `${described}.${key}`);
    });
    const missing = requiredOf(info).filter((name) => value[name] === undefined || value[name] === null);
    return [...ofFields, ...missing.map((name) => at(path, `missing required field ${goQuote(name)} in ${described}`))];
  }

  #typed(value: unknown, path: string, written: TypeRef, described: string): string[] {
    const type = withoutPointer(written);
    const [outer] = type.wraps;
    if (outer === '[]' && unwrap(type).base !== 'byte') {
      if (!Array.isArray(value)) return [at(path, this.#wrongType(described, value, 'array'))];
      return value.flatMap((item: unknown, i) => this.#item(item, `${path}[${i}]`, unwrap(type), described));
    }
    if (outer === '{}' || type.base === 'ResourceList') {
      if (!isFields(value)) return [at(path, this.#wrongType(described, value, 'map'))];
      const inner: TypeRef = outer === '{}' ? unwrap(type) : { wraps: [], base: 'Quantity', namedString: false };
      return sortedKeys(value).flatMap((key) => this.#item(value[key], `${path}.${key}`, inner, described));
    }
    if (type.base === 'FieldsV1') return [];
    if (!type.namedString && structInfo(type.base) !== undefined) return this.#structOf(value, type.base, path);
    const kind = type.base === 'bool' ? 'boolean' : /^int\d/.test(type.base) ? 'integer' : 'string';
    const isRight =
      isFields(value) || Array.isArray(value) ? false : kind === 'string' || (kind === 'boolean' ? typeof value === 'boolean' : typeof value === 'number');
    return isRight ? [] : [at(path, this.#wrongType(NAMED_SCALARS[type.base] ?? described, value, kind))];
  }

  #item(value: unknown, path: string, type: TypeRef, described: string): string[] {
    if (value === null || value === undefined) return [/\]$/.test(path) ? at(path.replace(/\[\d+\]$/, ''), nilIn(path)) : nilIn(path)];
    return this.#typed(value, path, type, described);
  }

  /** What is inside a type of another package is of that package. */
  #structOf(value: unknown, typeName: string, path: string): string[] {
    const other = PACKAGES[typeName];
    return (other === undefined ? this : new Described(other)).struct(value, typeName, path);
  }

  #wrongType(described: string, value: unknown, expected: string): string {
    const actual = Array.isArray(value) ? 'array' : isFields(value) ? 'map' : jsonKind(value) === 'bool' ? 'boolean' : jsonKind(value);
    return `invalid type for ${described}: got ${goQuote(actual)}, expected ${goQuote(expected)}`;
  }
}

const nilIn = (path: string): string => `unknown object type "nil" in ${path}`;
