/** `cluster`: version, feature gates, settings of the kubelet, latencies and the node. */
import { parseDurationMs } from '../../base/duration.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { FEATURE_GATES, GATE_NEEDS, isGateOn, switchableGates } from '../../model/feature-gates.ts';
import type { ClusterSettings, Taint } from '../../model/scenario.ts';
import type { Path, Problems } from '../problems.ts';
import { pathText } from '../yaml/places.ts';
import { choice, duration, expected, flag, isObject, listOf, looseText, mapOf, quantity, record, text, type Read } from './readers.ts';
import { didYouMean, say, verbatim } from '../texts/say.ts';

/** Admission plugins that can be turned on beyond the default ones (pkg/kubeapiserver/options/plugins.go). */
const ADMISSION_PLUGINS = [
  'AlwaysAdmit',
  'AlwaysDeny',
  'AlwaysPullImages',
  'DenyServiceExternalIPs',
  'EventRateLimit',
  'ExtendedResourceToleration',
  'ImagePolicyWebhook',
  'LimitPodHardAntiAffinityTopology',
  'NamespaceAutoProvision',
  'NamespaceExists',
  'NodeRestriction',
  'OwnerReferencesPermissionEnforcement',
  'PodNodeSelector',
  'PodTolerationRestriction',
  // On by default: naming them changes nothing.
  'CertificateApproval',
  'CertificateSigning',
  'CertificateSubjectRestriction',
  'ClusterTrustBundleAttest',
  'DefaultIngressClass',
  'DefaultStorageClass',
  'DefaultTolerationSeconds',
  'LimitRanger',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionWebhook',
  'NamespaceLifecycle',
  'PersistentVolumeClaimResize',
  'PodSecurity',
  'PodTopologyLabels',
  'Priority',
  'ResourceQuota',
  'RuntimeClass',
  'ServiceAccount',
  'StorageObjectInUseProtection',
  'TaintNodesByCondition',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
];

/** `AllAlpha` and `AllBeta` stand for all gates of that stage that are not named themselves (staging/src/k8s.io/component-base/featuregate). */
const STAGES: Readonly<Record<string, string>> = { AllAlpha: 'alpha', AllBeta: 'beta' };

const featureGates: Read<Record<string, boolean>> = (value, path, problems) => {
  if (!isObject(value)) return expected('a map of feature gates', value, path, problems);
  const gates: Record<string, boolean> = {};
  for (const [name, on] of Object.entries(value)) {
    const stage = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
    if (stage === undefined) setGate(gates, name, on, path, problems);
    else {
      const isOn = flag(on, [...path, name], problems);
      for (const [each, gate] of FEATURE_GATES) if (isOn !== undefined && gate.stage === stage && !Object.hasOwn(value, each)) gates[each] = isOn;
    }
  }
  for (const [name, needs] of Object.entries(GATE_NEEDS)) {
    const off = needs.filter((each) => !isGateOn(gates, each));
    const at = [name, ...off].find((each) => Object.hasOwn(value, each));
    if (off.length === 0 || at === undefined || !isGateOn(gates, name)) continue;
    problems.add([...path, at], verbatim(`${name} is enabled, but depends on features that are disabled: [${off.join(' ')}]`), {
      severity: 'warning',
      at: 'key',
      help: say('No component of a real cluster starts like that: set {0} to false as well.', name),
    });
  }
  return gates;
};

function setGate(gates: Record<string, boolean>, name: string, on: unknown, path: Path, problems: Problems): void {
  const gate = FEATURE_GATES.get(name);
  if (!gate) {
    const close = nearestName(name, [...FEATURE_GATES.keys()]);
    problems.add([...path, name], verbatim(`unrecognized feature gate: ${name}`), {
      at: 'key',
      instead: close,
      help:
        close === undefined
          ? say(
              'The rules follow: {0}.',
              switchableGates()
                .map((each) => each.name)
                .join(', '),
            )
          : didYouMean(close),
    });
    return;
  }
  const isOn = flag(on, [...path, name], problems);
  if (isOn === undefined) return;
  if (gate.locked && isOn !== gate.on) {
    problems.add([...path, name], verbatim(`cannot set feature gate ${name} to ${isOn}, feature is locked to ${gate.on}`), {
      help: gate.on ? 'The feature is generally available in v1.36: leave the gate out.' : 'v1.36 does not have the feature any more: leave the gate out.',
    });
    return;
  }
  if (!gate.followed && isOn !== gate.on) {
    problems.add([...path, name], say('The feature gate {0} makes no difference to this run: nothing that is simulated depends on it.', name), {
      severity: 'info',
      at: 'key',
    });
  }
  gates[name] = isOn;
}

const admissionPlugins: Read<string[]> = (value, path, problems) => {
  const names = listOf(text)(value, path, problems);
  names?.forEach((name, index) => {
    if (ADMISSION_PLUGINS.includes(name)) return;
    const close = nearestName(name, ADMISSION_PLUGINS);
    problems.add([...path, index], say('unknown admission plugin "{0}"', name), {
      help: close === undefined ? 'E.g. AlwaysPullImages.' : didYouMean(close),
    });
  });
  return names;
};

const version: Read<string> = (value, path, problems) => {
  const name = String(value).replace(/^v/, '');
  if (name === '1.36' || /^1\.36\.\d+$/.test(name)) return '1.36';
  return expected('"1.36"', value, path, problems, 'There are only the rules of Kubernetes 1.36.');
};

export const taintEffect = choice('NoSchedule', 'PreferNoSchedule', 'NoExecute');

/** pkg/kubelet/apis/config/validation/validation.go: ValidateKubeletConfiguration bounds the maximum to 1 s … 300 s. */
const maxContainerRestartPeriod: Read<number> = (value, path, problems) => {
  const ms = duration(value, path, problems);
  return ms === undefined || (ms >= 1000 && ms <= 300_000) ? ms : expected('a duration from 1s to 5m', value, path, problems);
};

/** As in the Node's `spec.taints`. */
export const taint: Read<Taint> = (value, path, problems) => {
  const read = record('taint', { key: text, value: looseText, effect: taintEffect }, ['key', 'effect'])(value, path, problems);
  if (read?.key === undefined || read.effect === undefined) return undefined;
  return { key: read.key, ...(read.value !== undefined && { value: read.value }), effect: read.effect };
};

/** Whether the node has AppArmor, or which profiles it has. */
const appArmor: Read<{ profiles?: string[] } | false> = (value, path, problems) => {
  if (isObject(value)) return record('appArmor', { profiles: listOf(text) })(value, path, problems);
  if (value === true) return {};
  return value === false
    ? value
    : expected('true, false or a map of profiles', value, path, problems, 'Profiles that are loaded: `{profiles: [k8s-deny-write]}`.');
};

const FIELDS = {
  version,
  featureGates,
  admissionPlugins,
  kubelet: record('kubelet', {
    uptime: duration,
    crashLoopBackOff: record('crashLoopBackOff', { maxContainerRestartPeriod }),
    singleProcessOOMKill: flag,
    clusterDomain: text,
    shutdownGracePeriod: duration,
    shutdownGracePeriodCriticalPods: duration,
  }),
  latency: record('latency', {
    sandbox: duration,
    createContainer: duration,
    startContainer: duration,
    programStart: duration,
    status: duration,
    endpoints: duration,
  }),
  node: record('node', { name: text, os: text, labels: mapOf(looseText), taints: listOf(taint), allocatable: mapOf(quantity), appArmor }),
  runtimeHandlers: listOf(text),
};

const DEFAULT_UPTIME_MS = parseDurationMs('1h') ?? 0;

/** What a text without `cluster` means. */
export function defaultCluster(): ClusterSettings {
  return {
    version: '1.36',
    featureGates: {},
    admissionPlugins: [],
    kubelet: {
      uptimeMs: DEFAULT_UPTIME_MS,
      crashLoopBackOff: { maxContainerRestartPeriodMs: 300_000 },
      singleProcessOOMKill: false,
      clusterDomain: 'cluster.local',
    },
    latency: { endpointsMs: 1000 },
    node: { name: 'node-1', os: 'linux', labels: {}, taints: [], allocatable: { cpu: '4', memory: '8Gi' } },
    runtimeHandlers: ['runc'],
  };
}

export const cluster: Read<ClusterSettings> = (value, path, problems) => {
  const read = record('cluster', FIELDS)(value, path, problems);
  if (!read) return undefined;
  const usual = defaultCluster();
  const { kubelet = {}, latency = {}, node = {} } = read;
  if (node.name !== undefined && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(node.name)) {
    problems.add([...path, 'node', 'name'], say('{0}: {1} is not a name for a node', pathText([...path, 'node', 'name']), JSON.stringify(node.name)), {
      help: 'Lower case letters, digits, `-` and `.`.',
    });
  }
  const delays = {
    sandboxMs: latency.sandbox,
    createContainerMs: latency.createContainer,
    startContainerMs: latency.startContainer,
    programStartMs: latency.programStart,
    statusMs: latency.status,
  };
  return {
    version: read.version ?? usual.version,
    featureGates: read.featureGates ?? usual.featureGates,
    admissionPlugins: read.admissionPlugins ?? usual.admissionPlugins,
    kubelet: {
      uptimeMs: kubelet.uptime ?? usual.kubelet.uptimeMs,
      crashLoopBackOff: {
        maxContainerRestartPeriodMs: kubelet.crashLoopBackOff?.maxContainerRestartPeriod ?? usual.kubelet.crashLoopBackOff.maxContainerRestartPeriodMs,
      },
      singleProcessOOMKill: kubelet.singleProcessOOMKill ?? usual.kubelet.singleProcessOOMKill,
      clusterDomain: kubelet.clusterDomain ?? usual.kubelet.clusterDomain,
      ...(kubelet.shutdownGracePeriod !== undefined && {
        shutdownGracePeriodMs: kubelet.shutdownGracePeriod,
        shutdownGracePeriodCriticalPodsMs: kubelet.shutdownGracePeriodCriticalPods ?? 0,
      }),
    },
    latency: { ...defined(delays), endpointsMs: latency.endpoints ?? usual.latency.endpointsMs },
    node: {
      name: node.name ?? usual.node.name,
      os: node.os ?? usual.node.os,
      labels: node.labels ?? usual.node.labels,
      taints: node.taints ?? usual.node.taints,
      allocatable: { ...usual.node.allocatable, ...node.allocatable },
      ...(node.appArmor && { appArmor: { profiles: node.appArmor.profiles ?? [] } }),
    },
    runtimeHandlers: read.runtimeHandlers ?? usual.runtimeHandlers,
  };
};

function defined<T extends Record<string, number | undefined>>(values: T): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: number };
}
