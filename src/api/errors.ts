/** Refusals of the API server: field errors of validation, and the Status that a request ends with. */
import { goJson, goQuote } from './go-text.ts';

export type FieldErrorType =
  | 'Required value'
  | 'Invalid value'
  | 'Unsupported value'
  | 'Forbidden'
  | 'Duplicate value'
  | 'Not found'
  | 'Too long'
  | 'Too many'
  | 'Internal error';

/** One finding of validation (staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go). */
export interface FieldError {
  type: FieldErrorType;
  /** Where, as `spec.containers[0].image`. */
  field: string;
  /** What comes after the field: `Invalid value: "x": must be …`. */
  body: string;
}

/** Why a request was refused, as the API's Status object says it. */
export interface ApiError {
  reason: 'BadRequest' | 'Forbidden' | 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Invalid' | 'TooManyRequests' | 'InternalError' | 'Unknown';
  /** HTTP status. */
  code: number;
  message: string;
  causes: { field: string; message: string; type: string }[];
  /** How long clients are to wait before they ask again; those of Go do so by themselves. */
  retryAfterSeconds?: number;
  /** The kind and name that `The Pod "web" is invalid` speaks of. */
  details?: { kind: string; name: string };
}

const CODES: Record<ApiError['reason'], number> = {
  BadRequest: 400,
  Forbidden: 403,
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  Unknown: 500,
};

const CAUSE_TYPES: Record<FieldErrorType, string> = {
  'Required value': 'FieldValueRequired',
  'Invalid value': 'FieldValueInvalid',
  'Unsupported value': 'FieldValueNotSupported',
  Forbidden: 'FieldValueForbidden',
  'Duplicate value': 'FieldValueDuplicate',
  'Not found': 'FieldValueNotFound',
  'Too long': 'FieldValueTooLong',
  'Too many': 'FieldValueTooMany',
  'Internal error': 'InternalError',
};

export const apiError = (reason: ApiError['reason'], message: string): ApiError => ({ reason, code: CODES[reason], message, causes: [] });

/** The aggregated refusal: `Pod "web" is invalid: [E1, E2]`, with identical findings merged (`NewInvalid`, `ToAggregate`). */
export function invalidError(kind: string, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map(({ field, body }) => `${field}: ${body}`))];
  const [first = ''] = texts;
  return {
    reason: 'Invalid',
    code: CODES.Invalid,
    message: `${kind} ${goQuote(name)} is invalid: ${texts.length === 1 ? first : `[${texts.join(', ')}]`}`,
    causes: errors.map(({ field, body, type }) => ({ field, message: body, type: CAUSE_TYPES[type] })),
    details: { kind, name },
  };
}

/** Collects findings in the order of the checks. */
export class FieldErrors {
  readonly list: FieldError[] = [];

  required(field: string, detail = ''): void {
    this.#add('Required value', field, undefined, detail);
  }

  forbidden(field: string, detail: string): void {
    this.#add('Forbidden', field, undefined, detail);
  }

  invalid(field: string, value: unknown, detail: string): void {
    this.#add('Invalid value', field, value, detail);
  }

  /** One error for each reason. */
  invalidEach(field: string, value: unknown, reasons: readonly string[]): void {
    for (const reason of reasons) this.invalid(field, value, reason);
  }

  unsupported(field: string, value: unknown, supported: readonly string[]): void {
    this.#add('Unsupported value', field, value, `supported values: ${supported.map(goQuote).join(', ')}`);
  }

  duplicate(field: string, value: unknown): void {
    this.#add('Duplicate value', field, value, '');
  }

  notFound(field: string, value: unknown, detail = ''): void {
    this.#add('Not found', field, value, detail);
  }

  tooLong(field: string, maxBytes: number): void {
    this.#add('Too long', field, undefined, `may not be more than ${maxBytes} bytes`);
  }

  tooMany(field: string, actual: number, max: number): void {
    this.#add('Too many', field, actual, `must have at most ${max} items`);
  }

  #add(type: FieldErrorType, field: string, value: unknown, detail: string): void {
    const shown = value === undefined ? '' : `: ${typeof value === 'string' ? goQuote(value) : goJson(value)}`;
    this.list.push({ type, field, body: `${type}${shown}${detail === '' ? '' : `: ${detail}`}` });
  }
}
