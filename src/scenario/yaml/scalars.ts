/**
 * What a plain YAML scalar means. Kubernetes objects are read as kubectl reads them (go-yaml v2: YAML 1.1 without
 * base-60 numbers; vendor/go.yaml.in/yaml/v2/resolve.go: resolve), so that `value: yes` is a boolean and `0600` octal.
 * The Scenario document is our own format and is read by the YAML 1.2 core schema, as every current library does.
 */
export type Dialect = 'go' | 'core';

export type ScalarValue = string | number | boolean | null;

const GO_TRUE = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const GO_FALSE = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const CORE_TRUE = new Set(['true', 'True', 'TRUE']);
const CORE_FALSE = new Set(['false', 'False', 'FALSE']);
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The value of a plain scalar. Numbers beyond 2^53 lose their last digits. */
export function plainScalar(source: string, dialect: Dialect): ScalarValue {
  if (NULLS.has(source)) return null;
  const go = dialect === 'go';
  if ((go ? GO_TRUE : CORE_TRUE).has(source)) return true;
  if ((go ? GO_FALSE : CORE_FALSE).has(source)) return false;
  if (/^[-+.\d]/.test(source)) {
    const number = go ? goNumber(source.replaceAll('_', '')) : coreNumber(source);
    if (number !== undefined) return number;
  }
  return source;
}

/** `strconv.ParseInt(s, 0, 64)`, then the float expression of go-yaml. */
function goNumber(source: string): number | undefined {
  const integer = /^([-+]?)(?:(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+)|0([0-7]+)|(\d+))$/.exec(source);
  if (integer) {
    const [, sign, prefixed, octal, decimal] = integer;
    const isDecimal = decimal !== undefined && !(decimal.length > 1 && decimal.startsWith('0'));
    const size = prefixed !== undefined ? Number(prefixed) : octal !== undefined ? Number.parseInt(octal, 8) : isDecimal ? Number(decimal) : undefined;
    if (size !== undefined) return sign === '-' && size !== 0 ? -size : size;
  }
  return FLOAT.test(source) ? Number(source) : special(source);
}

function coreNumber(source: string): number | undefined {
  if (/^(?:0o[0-7]+|0x[\da-fA-F]+)$/.test(source) || FLOAT.test(source)) return Number(source);
  return special(source);
}

function special(source: string): number | undefined {
  if (/^\+?\.(?:inf|Inf|INF)$/.test(source)) return Number.POSITIVE_INFINITY;
  if (/^-\.(?:inf|Inf|INF)$/.test(source)) return Number.NEGATIVE_INFINITY;
  return /^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : undefined;
}
