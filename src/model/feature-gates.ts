/** The feature gates of v1.36.2 (pkg/features/kube_features.go), and which of them the rules follow. */

export interface FeatureGate {
  /** Whether it is on where nobody says anything. */
  on: boolean;
  /** Cannot be set otherwise: the feature is generally available, or gone. */
  locked: boolean;
  stage: 'alpha' | 'beta' | 'other';
  /** Whether anything that is simulated depends on it. */
  followed: boolean;
}

/** Those that the rules follow. */
const FOLLOWED: Readonly<Record<string, string>> = {
  'alpha off': `
    ContainerStopSignals EventedPLEG ImageVolumeWithDigest ReduceDefaultCrashLoopBackOffDecay TaintTolerationComparisonOperators
    UserNamespacesHostNetworkSupport`,
  'beta off': 'ClusterTrustBundleProjection PodCertificateRequest SELinuxMount',
  'beta on': `
    ContainerRestartRules EnvFiles GracefulNodeShutdown HostnameOverride InPlacePodLevelResourcesVerticalScaling InPlacePodVerticalScalingInitContainers
    KubeletCrashLoopBackOffMax KubeletEnsureSecretPulledImages MatchLabelKeysInPodTopologySpread MatchLabelKeysInPodTopologySpreadSelectorMerge
    PLEGOnDemandRelist PodLevelResources PodReadyToStartContainersCondition PodTopologyLabelsAdmission PreventStaticPodAPIReferences
    RestartAllContainersOnContainerExits`,
  'other off': 'ChangeContainerStatusOnKubeletRestart',
};

/** Those of other components and other objects, and those that change nothing that is seen of a Pod. */
const OTHERS: Readonly<Record<string, string>> = {
  'alpha off': `
    APIServingWithRoutine AllowUnsafeMalformedObjectDeletion CBORServingAndStorage CPUManagerPolicyAlphaOptions CRIListStreaming CSIVolumeHealth
    CloudControllerManagerWatchBasedRoutesReconciliation CloudControllerManagerWebhook CrossNamespaceVolumeDataSource DRAListTypeAttributes
    DRANodeAllocatableResources DRAResourcePoolStatus DRAWorkloadResourceClaims GangScheduling GenericWorkload HPAScaleToZero
    InPlacePodVerticalScalingExclusiveCPUs InPlacePodVerticalScalingExclusiveMemory KubeletInUserNamespace ManifestBasedAdmissionControlConfig MemoryQoS
    MutablePVNodeAffinity PersistentVolumeClaimUnusedSinceTime PodAndContainerStatsFromCRI PodLevelResourceManagers PodLogsQuerySplitStreams PodsAPI
    QOSReserved RuntimeClassInImageCriAPI ShardedListAndWatch StorageCapacityScoring StorageVersionAPI TopologyAwareWorkloadScheduling
    TopologyManagerPolicyAlphaOptions VolumeLimitScaling WindowsCPUAndMemoryAffinity WorkloadAwarePreemption WorkloadWithJob`,
  'beta off': `
    ClusterTrustBundle ConcurrentWatchObjectDecode CoordinatedLeaderElection DRADeviceTaintRules LocalStorageCapacityIsolationFSQuotaMonitoring
    MaxUnavailableStatefulSet SchedulerAsyncAPICalls StorageVersionMigrator`,
  'beta on': `
    APIResponseCompression APIServerIdentity AllowParsingUserUIDFromCertAuth AuthorizePodWebsocketUpgradeCreatePermission CPUManagerPolicyBetaOptions
    CRDObservedGenerationTracking ClearingNominatedNodeNameAfterBinding ComponentFlagz ComponentStatusz ConstrainedImpersonation ContainerCheckpoint
    DRAConsumableCapacity DRADeviceBindingConditions DRADeviceTaints DRAExtendedResource DRAPartitionableDevices DRAResourceClaimDeviceStatus
    DRAResourceClaimGranularStatusAuthorization DRASchedulerFilterTimeout DeclarativeValidationBeta DeploymentReplicaSetTerminatingReplicas
    DetectCacheInconsistency ExtendWebSocketsToKubelet GracefulNodeShutdownBasedOnPodPriority HPAConfigurableTolerance KubeletSeparateDiskGC
    KubeletServiceAccountTokenForCredentialProviders ListFromCacheSnapshot MutablePodResourcesForSuspendedJobs MutableSchedulingDirectivesForSuspendedJobs
    NodeDeclaredFeatures NominatedNodeNameForExpectation OpenAPIEnums OpportunisticBatching PodDeletionCost PortForwardWebsockets
    RelaxedServiceNameValidation ReloadKubeletClientCAFile ReloadKubeletServerCertificateFile RemoteRequestHeaderUID ResourceHealthStatus
    ResourceHealthStatusMessage RotateKubeletServerCertificate SchedulerAsyncPreemption SchedulerPopFromBackoffQ ServiceAccountNodeAudienceRestriction
    SizeBasedListCostEstimate StaleControllerConsistencyDaemonSet StaleControllerConsistencyJob StaleControllerConsistencyReplicaSet
    StaleControllerConsistencyStatefulSet StatefulSetSemanticRevisionComparison StorageVersionHash StrictIPCIDRValidation
    StructuredAuthenticationConfigurationEgressSelector StructuredAuthenticationConfigurationJWKSMetrics TokenRequestServiceAccountUIDValidation
    TopologyManagerPolicyBetaOptions TranslateStreamCloseWebsocketRequests UnauthenticatedHTTP2DOSMitigation UnknownVersionInteroperabilityProxy
    WatchCacheInitializationPostStartHook WatchList WindowsGracefulNodeShutdown`,
  'locked off': 'AllowOverwriteTerminationGracePeriodSeconds GitRepoVolumeDriver SeparateCacheWatchRPC',
  'locked on': `
    APIServerTracing AggregatedDiscoveryRemoveBetaType AnonymousAuthConfigurableEndpoints AnyVolumeDataSource AuthorizeNodeWithSelectors
    AuthorizeWithSelectors BtreeWatchCache CPUManagerPolicyOptions CRDValidationRatcheting CSIServiceAccountTokenSecrets ConsistentListFromCache
    CustomResourceFieldSelectors DRAAdminAccess DeclarativeValidation DisableAllocatorDualWrite DisableNodeKubeProxyVersion DynamicResourceAllocation
    ExecProbeTimeout ExternalServiceAccountTokenSigner ImageMaximumGCAge ImageVolume InPlacePodVerticalScaling JobBackoffLimitPerIndex JobManagedBy
    JobPodReplacementPolicy JobSuccessPolicy KubeletCgroupDriverFromCRI KubeletFineGrainedAuthz KubeletPSI KubeletPodResourcesDynamicResources
    KubeletPodResourcesGet KubeletTracing LogarithmicScaleDown MatchLabelKeysInPodAffinity MultiCIDRServiceAllocator MutableCSINodeAllocatableCount
    NFTablesProxyMode NodeInclusionPolicyInPodTopologySpread NodeLogQuery NodeSwap OrderedNamespaceDeletion PodLifecycleSleepAction
    PodLifecycleSleepActionAllowZero PodObservedGenerationTracking PodSchedulingReadiness PreferSameTrafficDistribution ProcMountType
    RecoverVolumeExpansionFailure RecursiveReadOnlyMounts RelaxedDNSSearchValidation RelaxedEnvironmentVariableValidation
    ResilientWatchCacheInitialization RetryGenerateName SELinuxChangePolicy SELinuxMountReadWriteOncePod SchedulerQueueingHints
    SeparateTaintEvictionController ServiceAccountTokenJTI ServiceAccountTokenNodeBinding ServiceAccountTokenNodeBindingValidation
    ServiceAccountTokenPodNodeInfo SidecarContainers StreamingCollectionEncodingToJSON StreamingCollectionEncodingToProtobuf
    StructuredAuthenticationConfiguration SupplementalGroupsPolicy SystemdWatchdog TopologyManagerPolicyOptions UserNamespacesSupport
    VolumeAttributesClass WinDSR WinOverlay`,
  'other off': `
    AllowDNSOnlyNodeCSR AllowInsecureKubeletCertificateSigningRequests DeclarativeValidationTakeover KMSv1 KubeletRegistrationGetOnExistsOnly
    WindowsHostNetwork`,
  'other on': `
    AllowServiceExternalIPs CPUCFSQuotaPeriod DRAPrioritizedList DisableCPUQuotaWithExclusiveCPUs KubeletPodResourcesListUseActivePods
    MutatingAdmissionPolicy ServiceCIDRStatusFieldWiping StorageNamespaceIndex`,
};

export const FEATURE_GATES: ReadonlyMap<string, FeatureGate> = new Map([...tableOf(FOLLOWED, true), ...tableOf(OTHERS, false)]);

function tableOf(lists: Readonly<Record<string, string>>, followed: boolean): [string, FeatureGate][] {
  return Object.entries(lists).flatMap(([kind, names]) => {
    const [first, second] = kind.split(' ');
    const gate: FeatureGate = { on: second === 'on', locked: first === 'locked', stage: first === 'alpha' || first === 'beta' ? first : 'other', followed };
    return names
      .trim()
      .split(/\s+/)
      .map((name): [string, FeatureGate] => [name, gate]);
  });
}

/** What must be on for a gate to be on, or no component starts (`defaultKubernetesFeatureGateDependencies`); of the gates that the rules follow. */
export const GATE_NEEDS: Readonly<Record<string, readonly string[]>> = {
  ClusterTrustBundleProjection: ['ClusterTrustBundle'],
  InPlacePodLevelResourcesVerticalScaling: ['PodLevelResources', 'NodeDeclaredFeatures'],
  InPlacePodVerticalScalingInitContainers: ['NodeDeclaredFeatures'],
  MatchLabelKeysInPodTopologySpreadSelectorMerge: ['MatchLabelKeysInPodTopologySpread'],
  RestartAllContainersOnContainerExits: ['ContainerRestartRules', 'NodeDeclaredFeatures'],
  UserNamespacesHostNetworkSupport: ['NodeDeclaredFeatures'],
};

/** The gates that a scenario may set either way and see a difference, and whether they are on where it says nothing. */
export function switchableGates(): { name: string; on: boolean }[] {
  return [...FEATURE_GATES].flatMap(([name, { on, followed }]) => (followed ? [{ name, on }] : [])).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a gate is on, given those that were set. */
export const isGateOn = (set: Readonly<Record<string, boolean>>, name: string): boolean => set[name] ?? FEATURE_GATES.get(name)?.on ?? true;
