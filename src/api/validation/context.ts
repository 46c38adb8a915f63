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

/** Gates in scope and their state in v1.36 (pkg/features/kube_features.go). */
const GATE_DEFAULTS: Readonly<Record<string, boolean>> = {
  ContainerRestartRules: true,
  RestartAllContainersOnContainerExits: true,
  PodLifecycleSleepAction: true,
  PodLifecycleSleepActionAllowZero: true,
  EnvFiles: true,
  HostnameOverride: true,
  PodLevelResources: true,
  ClusterTrustBundleProjection: false,
  ContainerStopSignals: false,
  PodCertificateRequest: false,
  SELinuxMount: false,
  TaintTolerationComparisonOperators: false,
};

export const gateEnabled = (gates: Readonly<Record<string, boolean>>, name: string): boolean => gates[name] ?? GATE_DEFAULTS[name] ?? true;
