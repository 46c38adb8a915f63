/**
 * Rules for names, keys and numbers. Each function returns the reasons against a value, none if it is fine.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content.
 */
import { byteLength } from './go-text.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_UNDERSCORE = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_UNDERSCORE = `${LABEL_UNDERSCORE}(\\.${LABEL_UNDERSCORE})*`;
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const KEY_RULE = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const SUBDOMAIN_RULE = (characters: string) =>
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, ${characters}, and must start and end with an alphanumeric character`;

const matches = (pattern: string, value: string) => new RegExp(`^(?:${pattern})$`).test(value);

/** `MSG (e.g. 'a',  or 'b', regex used for validation is 'X')`; the double space is Kubernetes' own. */
function patternError(rule: string, pattern: string, ...examples: string[]): string {
  return `${rule} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;
}

const maxCharacters = (length: number) => `must be no more than ${length} characters`;
export const inclusiveRange = (low: number, high: number) => `must be between ${low} and ${high}, inclusive`;

export function dnsLabelErrors(value: string): string[] {
  const errors = byteLength(value) > 63 ? [maxCharacters(63)] : [];
  if (!matches(LABEL, value)) {
    errors.push(
      matches(SUBDOMAIN, value)
        ? 'must not contain dots'
        : patternError(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            LABEL,
            'my-name',
            '123-abc',
          ),
    );
  }
  return errors;
}

export function dnsSubdomainErrors(value: string): string[] {
  const errors = byteLength(value) > 253 ? [maxCharacters(253)] : [];
  if (!matches(SUBDOMAIN, value)) errors.push(patternError(SUBDOMAIN_RULE("'-' or '.'"), SUBDOMAIN, 'example.com'));
  return errors;
}

/** The same rule in the words of declarative validation (`validate.LongName`). */
export const longNameErrors = (value: string): string[] => dnsSubdomainErrors(value).map(inBytes);

/** Search domains of a resolver may have underscores. */
export function dnsSearchErrors(value: string): string[] {
  const errors = byteLength(value) > 253 ? [maxCharacters(253)] : [];
  if (!matches(SUBDOMAIN_UNDERSCORE, value)) errors.push(patternError(SUBDOMAIN_RULE("'_', '-' or '.'"), SUBDOMAIN_UNDERSCORE, 'example.com'));
  return errors;
}

/** A base to which a suffix will be added may end with a dash (`maskTrailingDash`). */
export const prefixOfSubdomainErrors = (value: string): string[] =>
  dnsSubdomainErrors(value.length > 1 && value.endsWith('-') ? `${value.slice(0, -2)}a` : value);

/** A label key, an annotation key, a condition type: `[prefix/]name`. */
export function qualifiedNameErrors(value: string): string[] {
  const parts = value.split('/');
  const nameRule = patternError(KEY_RULE, KEY, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) return [`a valid label key ${nameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const errors: string[] = [];
  if (parts.length === 2) {
    const [prefix = ''] = parts;
    errors.push(...(prefix === '' ? ['must be non-empty'] : dnsSubdomainErrors(prefix).map(inBytes)).map((reason) => `prefix part ${reason}`));
  }
  const name = parts.at(-1) ?? '';
  if (name === '') errors.push('name part must be non-empty');
  else if (byteLength(name) > 63) errors.push('name part must be no more than 63 bytes');
  if (!matches(KEY, name)) errors.push(`name part ${nameRule}`);
  return errors;
}

/** The newer checks of prefixes speak of bytes where the older ones speak of characters. */
const inBytes = (reason: string) => reason.replace(/ characters$/, ' bytes');

export function labelValueErrors(value: string): string[] {
  const errors = byteLength(value) > 63 ? ['must be no more than 63 bytes'] : [];
  const pattern = `(${KEY})?`;
  if (!matches(pattern, value))
    errors.push(
      patternError(
        `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
        pattern,
        'MyValue',
        'my_value',
        '12345',
      ),
    );
  return errors;
}

export function portNameErrors(value: string): string[] {
  const errors: string[] = [];
  if (byteLength(value) > 15) errors.push(maxCharacters(15));
  if (!/^[-a-z0-9]+$/.test(value)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

export const portNumberErrors = (port: number): string[] => (port >= 1 && port <= 65_535 ? [] : [inclusiveRange(1, 65_535)]);

/** User and group ids. */
export const idErrors = (id: number): string[] => (id >= 0 && id <= 2_147_483_647 ? [] : [inclusiveRange(0, 2_147_483_647)]);

export function envNameErrors(value: string): string[] {
  const errors = value === '' ? ['environment variable name must be non-empty'] : [];
  if (!/^[\x20-\x3c\x3e-\x7e]*$/.test(value)) errors.push("a valid environment variable name must consist only of printable ASCII characters other than '='");
  return errors;
}

export function configMapKeyErrors(value: string): string[] {
  const errors: string[] = [];
  if (byteLength(value) > 253) errors.push(maxCharacters(253));
  if (!/^[-._a-zA-Z0-9]+$/.test(value))
    errors.push(
      patternError("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", '[-._a-zA-Z0-9]+', 'key.name', 'KEY_NAME', 'key-name'),
    );
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

export function httpHeaderErrors(value: string): string[] {
  return /^[-A-Za-z0-9]+$/.test(value)
    ? []
    : [patternError("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name')];
}

/** What a part of an address may not have (`apimachinery/pkg/api/validation/path/name.go: IsValidPathSegmentName`). */
export function segmentErrors(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((mark) => value.includes(mark)).map((mark) => `may not contain '${mark}'`);
}
