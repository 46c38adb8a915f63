/** Paths inside volumes (validation.go: validatePathNoBacksteps, validateLocalDescendingPath, ValidateLocalNonReservedPath). */
import type { FieldErrors } from '../errors.ts';

export function validateNoBacksteps(errors: FieldErrors, value: string, path: string): void {
  if (value.split('/').includes('..')) errors.invalid(path, value, "must not contain '..'");
}

export function validateDescendingPath(errors: FieldErrors, value: string, path: string): void {
  if (value.startsWith('/')) errors.invalid(path, value, 'must be a relative path');
  validateNoBacksteps(errors, value, path);
}

/** Names that begin with two dots are kept for the kubelet's own links. */
export function validateUnreservedPath(errors: FieldErrors, value: string, path: string): void {
  validateDescendingPath(errors, value, path);
  if (value.startsWith('..') && !value.startsWith('../')) errors.invalid(path, value, "must not start with '..'");
}

export function validateFileMode(errors: FieldErrors, mode: number | undefined, path: string): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) errors.invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive');
}
