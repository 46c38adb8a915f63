/** What the schemas say about a place in the text. */
import type { Half } from '../../../model/scenario-text.ts';
import podSchema from '../../../scenario/schema/pod.schema.json';
import scenarioSchema from '../../../scenario/schema/scenario.schema.json';
import type { Step } from './written.ts';

/** Something that may stand at a place. */
export interface PlaceSchema {
  type: string;
  minimum: number;
  maximum: number;
}

type Schema = Readonly<Record<string, unknown>>;

const ROOTS: Record<Half, Schema> = { pod: podSchema, scenario: scenarioSchema };
/** The greatest that an int32 holds, as most numbers in the API are. */
const MOST = 2 ** 31 - 1;

/** All that may stand at a path, `['spec', 'containers', '[]', 'livenessProbe', 'periodSeconds']`; of a List the path within the item counts. */
export function placesOf(half: Half, path: readonly Step[]): PlaceSchema[] {
  const root = ROOTS[half];
  const own = half === 'pod' && path[0] === 'items' && path[1] === '[]' ? path.slice(2) : path;
  const reached = own.reduce((schemas, step) => schemas.flatMap((schema) => within(root, schema, step)), alternatives(root, root));
  return reached.flatMap(({ type, const: only, minimum, maximum }): PlaceSchema[] => {
    const types = typeof only === 'number' ? ['integer'] : [type].flat().filter((each) => typeof each === 'string');
    return types.map((each) => ({ type: each, minimum: numberOr(minimum, -MOST), maximum: numberOr(maximum, MOST) }));
  });
}

function within(root: Schema, schema: Schema, step: Step): Schema[] {
  const next = step === '[]' ? schema['items'] : (fieldsOf(schema['properties'])[step] ?? schema['additionalProperties']);
  return typeof next === 'object' && next !== null ? alternatives(root, fieldsOf(next)) : [];
}

/** A schema, or those that it offers, with references followed. */
function alternatives(root: Schema, schema: Schema): Schema[] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return alternatives(root, fieldsOf(fieldsOf(root['definitions'])[reference.slice('#/definitions/'.length)]));
  const offered = schema['oneOf'] ?? schema['anyOf'];
  return Array.isArray(offered) ? offered.flatMap((each) => alternatives(root, fieldsOf(each))) : [schema];
}

function fieldsOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {};
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
