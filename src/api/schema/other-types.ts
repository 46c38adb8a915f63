/**
 * The fields of the kinds around the Pod: workloads, configuration, scheduling, policy objects, Events.
 * One line per Go struct: `Name field…`, fields in the order of their serialisation, each
 * `json-name[?]:type[@merge-key][!]`.
 *
 * - `?` is `omitempty` (or `omitzero` for times): a zero value is not written.
 * - Type prefixes as in Go: `*` pointer, `[]` list, `{}` map with string keys; `$Name` is a named string.
 * - `@key` is the strategic merge key (alone: a merged list of scalars), `!` the retainKeys strategy, `+Name` an embedded struct.
 *
 * Source: staging/src/k8s.io/api (core/v1, apps/v1, batch/v1, …), v1.36.
 */
export const OTHER_TYPES = `
ReplicationController +TypeMeta metadata?:ObjectMeta spec?:ReplicationControllerSpec status?:ReplicationControllerStatus
ReplicationControllerSpec replicas?:*int32 minReadySeconds?:int32 selector?:{}string template?:*PodTemplateSpec
PodTemplateSpec metadata?:ObjectMeta spec?:PodSpec
ReplicationControllerStatus replicas:int32 fullyLabeledReplicas?:int32 readyReplicas?:int32 availableReplicas?:int32 observedGeneration?:int64 conditions?:[]ReplicationControllerCondition@type
ReplicationControllerCondition type:$ReplicationControllerConditionType status:$ConditionStatus lastTransitionTime:Time reason?:string message?:string
Deployment +TypeMeta metadata?:ObjectMeta spec?:DeploymentSpec status?:DeploymentStatus
DeploymentSpec replicas?:*int32 selector:*LabelSelector template:PodTemplateSpec strategy?:DeploymentStrategy! minReadySeconds?:int32 revisionHistoryLimit?:*int32 paused?:bool progressDeadlineSeconds?:*int32
DeploymentStrategy type?:$DeploymentStrategyType rollingUpdate?:*RollingUpdateDeployment
RollingUpdateDeployment maxUnavailable?:*IntOrString maxSurge?:*IntOrString
DeploymentStatus observedGeneration?:int64 replicas?:int32 updatedReplicas?:int32 readyReplicas?:int32 availableReplicas?:int32 unavailableReplicas?:int32 terminatingReplicas?:*int32 conditions?:[]DeploymentCondition@type collisionCount?:*int32
DeploymentCondition type:$DeploymentConditionType status:$ConditionStatus lastUpdateTime:Time lastTransitionTime:Time reason?:string message?:string
ReplicaSet +TypeMeta metadata?:ObjectMeta spec?:ReplicaSetSpec status?:ReplicaSetStatus
ReplicaSetSpec replicas?:*int32 minReadySeconds?:int32 selector:*LabelSelector template?:PodTemplateSpec
ReplicaSetStatus replicas:int32 fullyLabeledReplicas?:int32 readyReplicas?:int32 availableReplicas?:int32 terminatingReplicas?:*int32 observedGeneration?:int64 conditions?:[]ReplicaSetCondition@type
ReplicaSetCondition type:$ReplicaSetConditionType status:$ConditionStatus lastTransitionTime:Time reason?:string message?:string
StatefulSet +TypeMeta metadata?:ObjectMeta spec?:StatefulSetSpec status?:StatefulSetStatus
StatefulSetSpec replicas?:*int32 selector:*LabelSelector template:PodTemplateSpec volumeClaimTemplates?:[]PersistentVolumeClaim serviceName:string podManagementPolicy?:$PodManagementPolicyType updateStrategy?:StatefulSetUpdateStrategy revisionHistoryLimit?:*int32 minReadySeconds?:int32 persistentVolumeClaimRetentionPolicy?:*StatefulSetPersistentVolumeClaimRetentionPolicy ordinals?:*StatefulSetOrdinals
PersistentVolumeClaim +TypeMeta metadata?:ObjectMeta spec?:PersistentVolumeClaimSpec status?:PersistentVolumeClaimStatus
PersistentVolumeClaimStatus phase?:$PersistentVolumeClaimPhase accessModes?:[]$PersistentVolumeAccessMode capacity?:ResourceList conditions?:[]PersistentVolumeClaimCondition@type allocatedResources?:ResourceList allocatedResourceStatuses?:{}$ClaimResourceStatus currentVolumeAttributesClassName?:*string modifyVolumeStatus?:*ModifyVolumeStatus
PersistentVolumeClaimCondition type:$PersistentVolumeClaimConditionType status:$ConditionStatus lastProbeTime:Time lastTransitionTime:Time reason?:string message?:string
ModifyVolumeStatus targetVolumeAttributesClassName?:string status:$PersistentVolumeClaimModifyVolumeStatus
StatefulSetUpdateStrategy type?:$StatefulSetUpdateStrategyType rollingUpdate?:*RollingUpdateStatefulSetStrategy
RollingUpdateStatefulSetStrategy partition?:*int32 maxUnavailable?:*IntOrString
StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted?:$PersistentVolumeClaimRetentionPolicyType whenScaled?:$PersistentVolumeClaimRetentionPolicyType
StatefulSetOrdinals start:int32
StatefulSetStatus observedGeneration?:int64 replicas:int32 readyReplicas?:int32 currentReplicas?:int32 updatedReplicas?:int32 currentRevision?:string updateRevision?:string collisionCount?:*int32 conditions?:[]StatefulSetCondition@type availableReplicas:int32
StatefulSetCondition type:$StatefulSetConditionType status:$ConditionStatus lastTransitionTime:Time reason?:string message?:string
DaemonSet +TypeMeta metadata?:ObjectMeta spec?:DaemonSetSpec status?:DaemonSetStatus
DaemonSetSpec selector:*LabelSelector template:PodTemplateSpec updateStrategy?:DaemonSetUpdateStrategy minReadySeconds?:int32 revisionHistoryLimit?:*int32
DaemonSetUpdateStrategy type?:$DaemonSetUpdateStrategyType rollingUpdate?:*RollingUpdateDaemonSet
RollingUpdateDaemonSet maxUnavailable?:*IntOrString maxSurge?:*IntOrString
DaemonSetStatus currentNumberScheduled:int32 numberMisscheduled:int32 desiredNumberScheduled:int32 numberReady:int32 observedGeneration?:int64 updatedNumberScheduled?:int32 numberAvailable?:int32 numberUnavailable?:int32 collisionCount?:*int32 conditions?:[]DaemonSetCondition@type
DaemonSetCondition type:$DaemonSetConditionType status:$ConditionStatus lastTransitionTime:Time reason?:string message?:string
Job +TypeMeta metadata?:ObjectMeta spec?:JobSpec status?:JobStatus
JobSpec parallelism?:*int32 completions?:*int32 activeDeadlineSeconds?:*int64 podFailurePolicy?:*PodFailurePolicy successPolicy?:*SuccessPolicy backoffLimit?:*int32 backoffLimitPerIndex?:*int32 maxFailedIndexes?:*int32 selector?:*LabelSelector manualSelector?:*bool template:PodTemplateSpec ttlSecondsAfterFinished?:*int32 completionMode?:*$CompletionMode suspend?:*bool podReplacementPolicy?:*$PodReplacementPolicy managedBy?:*string
PodFailurePolicy rules:[]PodFailurePolicyRule
PodFailurePolicyRule action:$PodFailurePolicyAction onExitCodes?:*PodFailurePolicyOnExitCodesRequirement onPodConditions?:[]PodFailurePolicyOnPodConditionsPattern
PodFailurePolicyOnExitCodesRequirement containerName?:*string operator:$PodFailurePolicyOnExitCodesOperator values:[]int32
PodFailurePolicyOnPodConditionsPattern type:$PodConditionType status:$ConditionStatus
SuccessPolicy rules:[]SuccessPolicyRule
SuccessPolicyRule succeededIndexes?:*string succeededCount?:*int32
JobStatus conditions?:[]JobCondition@type startTime?:*Time completionTime?:*Time active?:int32 succeeded?:int32 failed?:int32 terminating?:*int32 completedIndexes?:string failedIndexes?:*string uncountedTerminatedPods?:*UncountedTerminatedPods ready?:*int32
JobCondition type:$JobConditionType status:$ConditionStatus lastProbeTime:Time lastTransitionTime:Time reason?:string message?:string
UncountedTerminatedPods succeeded?:[]$UID failed?:[]$UID
CronJob +TypeMeta metadata?:ObjectMeta spec?:CronJobSpec status?:CronJobStatus
CronJobSpec schedule:string timeZone?:*string startingDeadlineSeconds?:*int64 concurrencyPolicy?:$ConcurrencyPolicy suspend?:*bool jobTemplate:JobTemplateSpec successfulJobsHistoryLimit?:*int32 failedJobsHistoryLimit?:*int32
JobTemplateSpec metadata?:ObjectMeta spec?:JobSpec
CronJobStatus active?:[]ObjectReference lastScheduleTime?:*Time lastSuccessfulTime?:*Time
ObjectReference kind?:string namespace?:string name?:string uid?:$UID apiVersion?:string resourceVersion?:string fieldPath?:string
ConfigMap +TypeMeta metadata?:ObjectMeta immutable?:*bool data?:{}string binaryData?:{}[]byte
Secret +TypeMeta metadata?:ObjectMeta immutable?:*bool data?:{}[]byte stringData?:{}string type?:$SecretType
Service +TypeMeta metadata?:ObjectMeta spec?:ServiceSpec status?:ServiceStatus
ServiceSpec ports?:[]ServicePort@port selector?:{}string clusterIP?:string clusterIPs?:[]string type?:$ServiceType externalIPs?:[]string sessionAffinity?:$ServiceAffinity loadBalancerIP?:string loadBalancerSourceRanges?:[]string externalName?:string externalTrafficPolicy?:$ServiceExternalTrafficPolicy healthCheckNodePort?:int32 publishNotReadyAddresses?:bool sessionAffinityConfig?:*SessionAffinityConfig ipFamilies?:[]$IPFamily ipFamilyPolicy?:*$IPFamilyPolicy allocateLoadBalancerNodePorts?:*bool loadBalancerClass?:*string internalTrafficPolicy?:*$ServiceInternalTrafficPolicy trafficDistribution?:*string
ServicePort name?:string protocol?:$Protocol appProtocol?:*string port:int32 targetPort?:IntOrString nodePort?:int32
SessionAffinityConfig clientIP?:*ClientIPConfig
ClientIPConfig timeoutSeconds?:*int32
ServiceStatus loadBalancer?:LoadBalancerStatus conditions?:[]Condition@type
LoadBalancerStatus ingress?:[]LoadBalancerIngress
LoadBalancerIngress ip?:string hostname?:string ipMode?:*$LoadBalancerIPMode ports?:[]PortStatus
PortStatus port:int32 protocol:$Protocol error?:*string
Condition type:string status:$ConditionStatus observedGeneration?:int64 lastTransitionTime:Time reason:string message:string
ServiceAccount +TypeMeta metadata?:ObjectMeta secrets?:[]ObjectReference@name imagePullSecrets?:[]LocalObjectReference automountServiceAccountToken?:*bool
Namespace +TypeMeta metadata?:ObjectMeta spec?:NamespaceSpec status?:NamespaceStatus
NamespaceSpec finalizers?:[]$FinalizerName
NamespaceStatus phase?:$NamespacePhase conditions?:[]NamespaceCondition@type
NamespaceCondition type:$NamespaceConditionType status:$ConditionStatus lastTransitionTime:Time reason?:string message?:string
Node +TypeMeta metadata?:ObjectMeta spec?:NodeSpec status?:NodeStatus
NodeSpec podCIDR?:string podCIDRs?:[]string@ providerID?:string unschedulable?:bool taints?:[]Taint externalID?:string
Taint key:string value?:string effect:$TaintEffect timeAdded?:*Time
NodeStatus capacity?:ResourceList allocatable?:ResourceList phase?:$NodePhase conditions?:[]NodeCondition@type addresses?:[]NodeAddress@type nodeInfo?:NodeSystemInfo
NodeCondition type:$NodeConditionType status:$ConditionStatus lastHeartbeatTime?:Time lastTransitionTime?:Time reason?:string message?:string
NodeAddress type:$NodeAddressType address:string
NodeSystemInfo machineID:string systemUUID:string bootID:string kernelVersion:string osImage:string containerRuntimeVersion:string kubeletVersion:string kubeProxyVersion:string operatingSystem:string architecture:string
LimitRange +TypeMeta metadata?:ObjectMeta spec?:LimitRangeSpec
LimitRangeSpec limits:[]LimitRangeItem
LimitRangeItem type:$LimitType max?:ResourceList min?:ResourceList default?:ResourceList defaultRequest?:ResourceList maxLimitRequestRatio?:ResourceList
ResourceQuota +TypeMeta metadata?:ObjectMeta spec?:ResourceQuotaSpec status?:ResourceQuotaStatus
ResourceQuotaSpec hard?:ResourceList scopes?:[]$ResourceQuotaScope scopeSelector?:*ScopeSelector
ScopeSelector matchExpressions?:[]ScopedResourceSelectorRequirement
ScopedResourceSelectorRequirement scopeName:$ResourceQuotaScope operator:$ScopeSelectorOperator values?:[]string
ResourceQuotaStatus hard?:ResourceList used?:ResourceList
PodDisruptionBudget +TypeMeta metadata?:ObjectMeta spec?:PodDisruptionBudgetSpec status?:PodDisruptionBudgetStatus
PodDisruptionBudgetSpec minAvailable?:*IntOrString selector?:*LabelSelector maxUnavailable?:*IntOrString unhealthyPodEvictionPolicy?:*$UnhealthyPodEvictionPolicyType
PodDisruptionBudgetStatus observedGeneration?:int64 disruptedPods?:{}Time disruptionsAllowed:int32 currentHealthy:int32 desiredHealthy:int32 expectedPods:int32 conditions?:[]Condition@type
PriorityClass +TypeMeta metadata?:ObjectMeta value:int32 globalDefault?:bool description?:string preemptionPolicy?:*$PreemptionPolicy
RuntimeClass +TypeMeta metadata?:ObjectMeta handler:string overhead?:*Overhead scheduling?:*Scheduling
Overhead podFixed?:ResourceList
Scheduling nodeSelector?:{}string tolerations?:[]Toleration
PodTemplate +TypeMeta metadata?:ObjectMeta template?:PodTemplateSpec
Event +TypeMeta metadata:ObjectMeta involvedObject:ObjectReference reason?:string message?:string source?:EventSource firstTimestamp:Time lastTimestamp:Time count?:int32 type?:string eventTime:MicroTime series?:*EventSeries action?:string related?:*ObjectReference reportingComponent:string reportingInstance:string
EventSource component?:string host?:string
EventSeries count?:int32 lastObservedTime:MicroTime
EndpointSlice +TypeMeta metadata?:ObjectMeta addressType:$AddressType endpoints:[]SliceEndpoint ports:[]SlicePort
SliceEndpoint addresses:[]string conditions?:EndpointConditions hostname?:*string targetRef?:*ObjectReference deprecatedTopology?:{}string nodeName?:*string zone?:*string hints?:*EndpointHints
EndpointConditions ready?:*bool serving?:*bool terminating?:*bool
EndpointHints forZones?:[]ForZone forNodes?:[]ForNode
ForZone name:string
ForNode name:string
SlicePort name?:*string protocol?:*$Protocol port?:*int32 appProtocol?:*string
`;
