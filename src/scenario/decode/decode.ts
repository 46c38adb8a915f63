/**
 * Strict decoding of Kubernetes objects, in the words of the API server (strict field validation, which `kubectl apply`
 * asks for): unknown fields, and values of the wrong type. The server stops at the first type error; an editor wants all
 * of them, each at its place.
 */
import { nearestName } from '../../base/nearest-name.ts';
import type { Path, ProblemOptions, Problems } from '../problems.ts';
import { parseQuantity } from '../quantity.ts';
import { pathText } from '../yaml/places.ts';
import { embeddedStruct, structNamed, type FieldType } from './structure.ts';
import { didYouMean, inLanguage, say, verbatim } from '../texts/say.ts';
import { ODD_SPACE, ODD_SPACE_HELP } from '../yaml/odd-space.ts';

/** Where the decoder is: the path in the text, the Go path in type errors, and the structs around it, outermost first. */
interface Place {
  path: Path;
  goPath: readonly string[];
  structs: readonly { name: string; path: Path }[];
}

/**
 * Decodes an object (or a part of one, e.g. a `Container`) against a struct. The result holds what the API server would:
 * nulls are absent, quantities are text. Problems are reported; what they concern is left out of the result.
 */
export function decodeStruct(value: unknown, struct: string, problems: Problems, path: Path = []): Record<string, unknown> {
  const decoded = decodeValue(
    value,
    { kind: 'struct', name: struct, goType: `v1.${struct}` },
    { path, goPath: path.filter((step) => typeof step === 'string'), structs: [] },
    problems,
  );
  return (decoded ?? {}) as Record<string, unknown>;
}

function decodeValue(value: unknown, type: FieldType, place: Place, problems: Problems): unknown {
  if (value === null || value === undefined) return undefined;
  switch (type.kind) {
    case 'any':
      return value;
    case 'struct':
      return decodeFields(value, type.name, type.goType, place, problems);
    case 'list':
      return decodeList(value, type, place, problems);
    case 'map':
      return decodeMap(value, type, place, problems);
    case 'quantity':
      return decodeQuantity(value, place, problems);
    case 'time':
      return decodeTime(value, place, problems);
    case 'bytes':
      return decodeBytes(value, type.goType, place, problems);
    case 'intOrString':
      return typeof value === 'string' || isInt32(value) ? value : wrongType(value, type.goType, place, problems, 'a whole number or a name in quotes');
    case 'int':
      return isInt32(value) ? value : wrongType(value, type.goType, place, problems, 'a whole number');
    case 'long':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 63 ? value : wrongType(value, type.goType, place, problems, 'a whole number');
    case 'bool':
      return typeof value === 'boolean' ? value : wrongType(value, type.goType, place, problems, 'true or false, without quotes');
    case 'string':
      return typeof value === 'string' ? value : wrongType(value, type.goType, place, problems, textHelp(value));
  }
}

function decodeFields(value: unknown, struct: string, goType: string, place: Place, problems: Problems): unknown {
  if (!isObject(value)) return wrongType(value, goType, place, problems, 'a map of fields');
  const fields = structNamed(struct);
  if (!fields) return value;
  const structs = [...place.structs, { name: struct, path: place.path }];
  const decoded: Record<string, unknown> = {};
  for (const [field, item] of Object.entries(value)) {
    const path = [...place.path, field];
    const type = fields.get(field);
    if (!type) {
      problems.add(path, verbatim(`strict decoding error: unknown field ${goQuote(dotted(path))}`), { at: 'key', ...unknownHelp(field, structs) });
      continue;
    }
    const embedded = embeddedStruct(struct, field);
    const goPath = [...place.goPath, ...(embedded ? [embedded] : []), field];
    const result = decodeValue(item, type, { path, goPath, structs }, problems);
    if (result !== undefined) decoded[field] = result;
  }
  return decoded;
}

function decodeList(value: unknown, type: FieldType & { kind: 'list' }, place: Place, problems: Problems): unknown {
  if (!Array.isArray(value)) return wrongType(value, type.goType, place, problems, 'a list');
  // A null element is the zero value of its type.
  const zero = type.element.kind === 'string' ? '' : type.element.kind === 'struct' ? {} : undefined;
  return value
    .map((item, index) => (item === null ? zero : decodeValue(item, type.element, { ...place, path: [...place.path, index] }, problems)))
    .filter((item) => item !== undefined);
}

function decodeMap(value: unknown, type: FieldType & { kind: 'map' }, place: Place, problems: Problems): unknown {
  if (!isObject(value)) return wrongType(value, type.goType, place, problems, 'a map');
  const decoded: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const result = item === null && type.element.kind === 'string' ? '' : decodeValue(item, type.element, { ...place, path: [...place.path, key] }, problems);
    if (result !== undefined) decoded[key] = result;
  }
  return decoded;
}

function decodeQuantity(value: unknown, place: Place, problems: Problems): unknown {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const result = parseQuantity(text);
  if ('value' in result) return text;
  problems.add(place.path, verbatim(result.error), { help: 'Quantities look like `500m`, `2`, `128Mi` or `1Gi`.', instead: quantityMeant(text) });
  return undefined;
}

/** `64 MB`, `1gb`, `512 KiB`: what people call bytes elsewhere. */
function quantityMeant(text: string): string | undefined {
  const [, number, unit = '', binary] = /^(\d+(?:\.\d+)?) ?([kmgt])(i)?b?$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  return number + (binary === undefined && unit.toLowerCase() === 'k' ? 'k' : unit.toUpperCase()) + (binary === undefined ? '' : 'i');
}

function decodeTime(value: unknown, place: Place, problems: Problems): unknown {
  if (typeof value !== 'string') return wrongType(value, 'v1.Time', place, problems, 'a time such as "2026-01-01T00:00:00Z"');
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value)) return value;
  problems.add(place.path, verbatim(`parsing time ${goQuote(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuote(value)} as "2006"`), {
    help: 'Times look like "2026-01-01T00:00:00Z".',
  });
  return undefined;
}

/** `encoding/base64` names the offset of the first byte that does not fit. */
function decodeBytes(value: unknown, goType: string, place: Place, problems: Problems): unknown {
  if (typeof value !== 'string') return wrongType(value, goType, place, problems, 'base64 text');
  const compact = value.replace(/[\r\n]/g, '');
  const good = /^[A-Za-z0-9+/]*/.exec(compact)?.[0].length ?? 0;
  const rest = compact.slice(good);
  const isPadded = compact.length % 4 === 0 && (rest === '' || (rest === '=' && good % 4 === 3) || (rest === '==' && good % 4 === 2));
  if (isPadded) return value;
  problems.add(place.path, verbatim(`illegal base64 data at input byte ${rest === '' ? compact.length - (compact.length % 4) : good}`), {
    help: 'Values of `data` are base64; plain text goes into `stringData` (Secret) or `data` (ConfigMap).',
  });
  return undefined;
}

function wrongType(value: unknown, goType: string, place: Place, problems: Problems, expected: string): undefined {
  const isNumeric = goType === 'int32' || goType === 'int64';
  const what = Array.isArray(value)
    ? 'array'
    : typeof value === 'boolean'
      ? 'bool'
      : typeof value === 'number'
        ? isNumeric
          ? `number ${value}`
          : 'number'
        : typeof value === 'object'
          ? 'object'
          : 'string';
  const struct = place.structs.at(-1)?.name ?? '';
  problems.add(
    place.path,
    verbatim(`json: cannot unmarshal ${what} into Go struct field ${struct.split('.').at(-1) ?? struct}.${place.goPath.join('.')} of type ${goType}`),
    {
      help: say('{0} takes {1}.', inLanguage(labelOf(place.path)), inLanguage(expected)),
      instead: valueMeant(value, goType, place.path.at(-1)),
    },
  );
  return undefined;
}

const SECONDS_IN = { s: 1, m: 60, h: 3600 } as const;

/** The same value as its field takes it: `"80"` is 80, `10s` of a field in seconds is 10, and a number among texts wants quotes. */
function valueMeant(value: unknown, goType: string, field: string | number | undefined): string | undefined {
  if (goType === 'string') return typeof value === 'boolean' || Number.isInteger(value) ? `"${value as number | boolean}"` : undefined;
  if (typeof value !== 'string') return undefined;
  if (goType === 'bool') return /^(?:true|false)$/i.test(value) ? value.toLowerCase() : undefined;
  if (goType !== 'int32' && goType !== 'int64') return undefined;
  const [, digits, unit = ''] = /^(\d{1,9})([smh]?)$/.exec(value.trim()) ?? [];
  if (digits === undefined) return undefined;
  if (unit === '') return digits;
  return String(field).endsWith('Seconds') ? String(Number(digits) * SECONDS_IN[unit as keyof typeof SECONDS_IN]) : undefined;
}

/** The last name of a path with the index behind it: `args[0]`. */
function labelOf(path: Path): string {
  const last = path.findLastIndex((step) => typeof step === 'string');
  return last < 0 ? 'This' : `\`${pathText(path.slice(last))}\``;
}

function textHelp(value: unknown): string {
  if (typeof value === 'boolean') return 'text: put it in quotes (YAML reads yes, no, on, off, y, n, true and false as booleans)';
  return typeof value === 'number' ? say('text: put it in quotes ("{0}")', value) : 'text';
}

/** The nearest name; or the place where the field belongs: further out (`volumes` in a container), or further in (`path` in a probe). */
function unknownHelp(field: string, structs: readonly { name: string; path: Path }[]): Pick<ProblemOptions, 'help' | 'instead' | 'fix'> {
  const here = structs.at(-1);
  const fields = here && structNamed(here.name);
  if (!fields) return {};
  const outer = structs.slice(0, -1).findLast((struct) => structNamed(struct.name)?.has(field));
  if (outer)
    return { help: outer.path.length === 0 ? say('`{0}` belongs at the top level.', field) : say('`{0}` belongs in `{1}`.', field, pathText(outer.path)) };
  if (ODD_SPACE.test(field)) return { help: ODD_SPACE_HELP, fix: { spaces: true } };
  const close = nearestName(field, fields.keys());
  if (close !== undefined) return { help: didYouMean(close), instead: close };
  for (const [name, type] of fields) {
    const inner = type.kind === 'list' ? type.element : type;
    if (inner.kind !== 'struct' || !structNamed(inner.name)?.has(field)) continue;
    return { help: say('`{0}` belongs in `{1}`.', field, pathText([...(here?.path ?? []), name])) };
  }
  return { help: say('Known here: {0}.', `${[...fields.keys()].slice(0, 12).join(', ')}${fields.size > 12 ? ', …' : ''}`) };
}

/** Paths of unknown fields are dotted, whatever a name holds. */
function dotted(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`)).join('');
}

/** `strconv.Quote` for the characters that occur in practice. */
function goQuote(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u00a0]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
