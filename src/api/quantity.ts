/**
 * Resource quantities with exact arithmetic (staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go). Values are
 * whole nano-units, the finest that Kubernetes keeps.
 */

type Format = 'decimal' | 'binary' | 'exponent';

export interface Quantity {
  /** Value in units of 10⁻⁹. */
  nano: bigint;
  format: Format;
  /** Its text with a plus sign, leading zeros or a bare point, which is kept where number and suffix are canonical. */
  written?: string;
}

const NANO = 1_000_000_000n;
const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const DECIMAL_SUFFIX = new Map(Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]));
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

export const QUANTITY_FORMAT_ERROR = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const QUANTITY_SUFFIX_ERROR = "unable to parse quantity's suffix";

/** A quantity from its text, or the API server's words for why it is none. */
export function parseQuantity(value: string): Quantity | { error: string } {
  const written = value.trim();
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([^0-9.].*)?$/s.exec(written);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match ?? [];
  // A number without digits is zero, but there must be something.
  if (match === null || written === '' || !/^[eEinumkKMGTP]*[-+]?[0-9]*$/.test(suffix)) return { error: QUANTITY_FORMAT_ERROR };
  const digits = BigInt(`0${whole}${fraction}`);
  const power = suffixPower(suffix);
  if (power === undefined) return { error: QUANTITY_SUFFIX_ERROR };
  const scale = power.exponent + 9 - fraction.length;
  const numerator = digits * power.factor * (scale > 0 ? 10n ** BigInt(scale) : 1n);
  const denominator = scale < 0 ? 10n ** BigInt(-scale) : 1n;
  // Anything finer than a nano-unit is rounded away from zero.
  const nano = (numerator + denominator - 1n) / denominator;
  const isOdd = /^(?:\+|0\d|\d+\.(?!\d))/.test(written);
  return { nano: sign === '-' ? -nano : nano, format: power.format, ...(isOdd && { written }) };
}

function suffixPower(suffix: string): { factor: bigint; exponent: number; format: Format } | undefined {
  const decimal = DECIMAL[suffix];
  if (decimal !== undefined) return { factor: 1n, exponent: decimal, format: 'decimal' };
  const binary = BINARY.indexOf(suffix);
  if (binary > 0) return { factor: 1024n ** BigInt(binary), exponent: 0, format: 'binary' };
  const exponent = /^[eE]([+-]?[0-9]+)$/.exec(suffix)?.[1];
  return exponent === undefined || exponent.length > 4 ? undefined : { factor: 1n, exponent: Number(exponent), format: 'exponent' };
}

/** A quantity that is known to be well formed; zero if it is not. */
export function quantity(value: unknown): Quantity {
  const parsed = parseQuantity(typeof value === 'number' || typeof value === 'bigint' ? String(value) : typeof value === 'string' ? value : '0');
  return 'error' in parsed ? { nano: 0n, format: 'decimal' } : parsed;
}

export const compareQuantities = (a: unknown, b: unknown): number => {
  const difference = quantity(a).nano - quantity(b).nano;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
};

/** The canonical text (`Quantity.CanonicalizeBytes`): `0.5` → `500m`, `1024Ki` → `1Mi`. */
export function formatQuantity({ nano, format, written }: Quantity): string {
  const canonical = canonicalText(nano, format);
  return written?.replace(/^\+?0*(\d+)\.?(?!\d)/, '$1') === canonical && nano !== 0n ? written : canonical;
}

function canonicalText(nano: bigint, format: Format): string {
  if (nano === 0n) return '0';
  const small = nano > -1024n * NANO && nano < 1024n * NANO;
  return format === 'binary' && !small && nano % NANO === 0n ? formatBinary(nano) : formatDecimal(nano, format === 'exponent');
}

function formatBinary(nano: bigint): string {
  let units = nano / NANO;
  let power = 0;
  while (units % 1024n === 0n && power < BINARY.length - 1) {
    units /= 1024n;
    power += 1;
  }
  return `${units}${BINARY[power] ?? ''}`;
}

function formatDecimal(nano: bigint, asExponent: boolean): string {
  let mantissa = nano;
  let exponent = -9;
  while (mantissa % 1000n === 0n && (asExponent || exponent < 18)) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (asExponent) return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  return `${mantissa}${DECIMAL_SUFFIX.get(exponent) ?? ''}`;
}

/** Rounds up to thousandths, as the defaults of resource lists do (`SetDefaults_ResourceList`). */
export function roundUpToMilli(value: Quantity): Quantity {
  const nano = ceilDivide(value.nano, 1_000_000n) * 1_000_000n;
  return nano === value.nano ? value : { nano, format: value.format };
}

/** Away from zero, as `inf.RoundUp`. */
function ceilDivide(value: bigint, by: bigint): bigint {
  const rest = value % by;
  if (rest === 0n) return value / by;
  return value / by + (value > 0n ? 1n : -1n);
}

export const addQuantities = (a: Quantity, b: Quantity): Quantity => ({ nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format });

/** The value in whole units, rounded away from zero (`Quantity.Value`). */
export const quantityUnits = (value: unknown): bigint => ceilDivide(quantity(value).nano, NANO);

const MOST = 2n ** 63n - 1n;

/** The value in thousandths; the largest number of 64 bits where it is more (`Quantity.MilliValue`). */
export function quantityMilli(value: unknown): bigint {
  const milli = ceilDivide(quantity(value).nano, 1_000_000n);
  return milli > MOST ? MOST : milli;
}

/**
 * Whether a number of bytes has a fraction, as the server computes it: thousandths that 64 bits cannot hold are none if the
 * text has few digits, and lose their upper bits if it has many or a binary suffix (`Quantity.MilliValue`).
 */
export function hasFraction(value: unknown): boolean {
  const { nano, format } = quantity(value);
  const milli = ceilDivide(nano, 1_000_000n);
  if (milli <= MOST && milli >= -MOST) return milli % 1000n !== 0n;
  const isLong = format === 'binary' || String(value).replaceAll(/\D/g, '').length > 18;
  return isLong && BigInt.asIntN(64, milli) % 1000n !== 0n;
}

/** Whether the value is a whole number of units. */
export const isWhole = (value: unknown): boolean => quantity(value).nano % NANO === 0n;
