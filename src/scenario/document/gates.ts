/** The feature gates that the rules know (pkg/features/kube_features.go, v1.36); `locked`: GA, cannot be turned off. */
export const GATES: Record<string, { default: boolean; locked?: true }> = {
  ChangeContainerStatusOnKubeletRestart: { default: false },
  ContainerRestartRules: { default: true },
  ContainerStopSignals: { default: false },
  DeploymentReplicaSetTerminatingReplicas: { default: true },
  DynamicResourceAllocation: { default: true, locked: true },
  EnvFiles: { default: true },
  EventedPLEG: { default: false },
  GracefulNodeShutdown: { default: true },
  GracefulNodeShutdownBasedOnPodPriority: { default: true },
  HostnameOverride: { default: true },
  ImageVolume: { default: true, locked: true },
  ImageVolumeWithDigest: { default: false },
  InPlacePodLevelResourcesVerticalScaling: { default: true },
  InPlacePodVerticalScaling: { default: true, locked: true },
  KubeletCrashLoopBackOffMax: { default: true },
  KubeletEnsureSecretPulledImages: { default: true },
  KubeletServiceAccountTokenForCredentialProviders: { default: true },
  MutableCSINodeAllocatableCount: { default: true, locked: true },
  NodeDeclaredFeatures: { default: true },
  PLEGOnDemandRelist: { default: true },
  PodLevelResources: { default: true },
  PodLifecycleSleepAction: { default: true, locked: true },
  PodLifecycleSleepActionAllowZero: { default: true, locked: true },
  PodLogsQuerySplitStreams: { default: false },
  PodObservedGenerationTracking: { default: true, locked: true },
  PodReadyToStartContainersCondition: { default: true },
  ReduceDefaultCrashLoopBackOffDecay: { default: false },
  RelaxedEnvironmentVariableValidation: { default: true, locked: true },
  RestartAllContainersOnContainerExits: { default: true },
  RuntimeClassInImageCriAPI: { default: false },
  SeparateTaintEvictionController: { default: true, locked: true },
  SidecarContainers: { default: true, locked: true },
  TaintTolerationComparisonOperators: { default: false },
};

/** The gates that a scenario may set either way, and whether they are on where it says nothing. */
export function switchableGates(): { name: string; on: boolean }[] {
  return Object.entries(GATES).flatMap(([name, { default: on, locked }]) => (locked ? [] : [{ name, on }]));
}
