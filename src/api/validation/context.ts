import type { FieldErrors } from '../errors.ts';
import type { Fields } from '../schema/fields.ts';

/** What the checks of one Pod share. */
export interface PodContext {
  errors: FieldErrors;
  /** Sources of the volumes that are free of errors, by name; others count as not found. */
  volumes: Map<string, Fields>;
  /** Names of spec.resourceClaims. */
  claimNames: string[];
  graceSeconds: number;
  hostUsers: boolean;
  restartPolicy: string;
  os: string | undefined;
  featureGates: Readonly<Record<string, boolean>>;
  /** A Pod and not a template: then an undefined hostPort under hostNetwork is an error. */
  isPod: boolean;
}

export { isGateOn as gateEnabled } from '../../model/feature-gates.ts';
