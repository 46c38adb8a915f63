/** Findings about Pods that do not come to run: no node, no image, no command, no time to boot. */
import type { ProbeType } from '../../../../model/kubernetes.ts';
import type { PullFault } from '../../../messages.ts';
import { at, capital, listed, moments, plural, pullFault, span, times } from '../words.ts';

export const startingTexts = {
  unschedulable: {
    title: (message: string) => `No node fits: ${message}.`,
    detail: 'A Pod without a node is Pending and nothing else: no kubelet knows it, no image is pulled. The scheduler tries again when something changes.',
    label: (labels: string) => `Give the node ${labels}`,
    dropSelector: 'Take the nodeSelector away',
    tolerate: (taints: string) => `Tolerate ${taints}`,
    untaint: (taints: string) => `Take ${taints} off the node`,
    uncordon: (action: string) => `Leave the node open for Pods: no ${action}`,
    claim: (name: string) => `No node is looked for: PersistentVolumeClaim ${name} does not exist.`,
    createClaim: (name: string) => `Create PersistentVolumeClaim ${name}`,
    lower: (resource: string, allocatable: string) => `Ask for no more ${resource} than the node has: ${allocatable}`,
  },
  unknownNode: {
    title: (node: string, ours: string) => `The Pod is bound to node ${node}, and the cluster has only ${ours}.`,
    detail:
      'nodeName in the manifest passes the scheduler by, and nobody looks whether there is such a node: no kubelet runs the Pod, no Event says so. The garbage collector of Pods deletes it when the node has been missing for 40 s.',
    call: (node: string) => `Call the node ${node}`,
    leave: 'Take nodeName away: the scheduler chooses',
  },
  reference: {
    title: (kind: string, name: string) => `${kind} ${name} does not exist.`,
    detail: {
      mount: 'Without its volumes no container is created: the status says ContainerCreating, and only the Event FailedMount says why.',
      variable:
        'The container cannot be created (CreateContainerConfigError). The kubelet tries again every 10 to 16 s, so it starts soon after the object appears.',
    },
    create: (kind: string, name: string) => `Create ${kind} ${name}`,
    optional: 'Mark the reference optional',
  },
  command: {
    title: (program: string, image: string | undefined, container: string) => `${program} is not in ${image ?? 'the image'}: ${container} cannot start.`,
    detail: (attempts: number) =>
      `${plural(attempts, 'attempt')} to start it failed. The exit code is 128 with reason StartError, and the waits are those of a crash loop.`,
    count: 'failed starts',
    line: (program: string, container: string) => `“${program}” is taken for the name of one program, spaces and all: ${container} cannot start.`,
    change: 'Let a shell read it: sh -c',
    meant: (command: string) => `Write ${command}`,
  },
  asRoot: {
    /** `user`: the name that the image says, where it says no number. */
    title: (container: string, image: string | undefined, user: string | undefined) =>
      `${container} must not run as root (runAsNonRoot), and ${image ?? 'its image'} ${user === undefined ? 'runs as root' : `names its user ${user}: only a number says who that is`}.`,
    detail:
      'The kubelet looks before it creates the container, and tries again every 10 to 16 s: CreateContainerConfigError, and no process ever starts. Whether the program can work as another user is for its image to say: files and ports below 1024 may be closed to it.',
    change: (container: string) => `Let ${container} run as user 1000`,
  },
  appArmor: {
    /** `profile`: one that the node does not have. */
    title: (profile: string | undefined) =>
      profile === undefined ? 'The Pod names an AppArmor profile, and its node has no AppArmor.' : `The AppArmor profile ${profile} is not loaded on the node.`,
    detail: (profile: string | undefined) =>
      profile === undefined
        ? 'The kubelet refuses such a Pod for good. Most real nodes have AppArmor; this one has it if the scenario says so.'
        : 'containerd finds that out, not the kubelet, which tries again every 10 to 16 s. Each node loads its own profiles, with apparmor_parser.',
    change: (profile: string | undefined) => (profile === undefined ? 'Give the node AppArmor' : `Load ${profile} on the node`),
    drop: 'Take the profile out of the Pod',
  },
};

export const imageTexts = {
  latest: {
    title: (image: string, pulls: number) =>
      `${image} has ${image.endsWith(':latest') ? 'the tag latest' : 'no tag'}, so it is pulled at every start: ${plural(pulls, 'pull')} in this run.`,
    detail: 'The tag latest (or none) makes Always the default of imagePullPolicy. No restart works without the registry, and each may run another program.',
    count: (tookMs: number) => `pulls, ${span(tookMs)} in all`,
    change: 'Set imagePullPolicy to IfNotPresent, better with a fixed tag',
  },
  notPulled: {
    title: (image: string, isVolume: boolean, fault: PullFault, came: { failed: number; atMs: number } | undefined) =>
      `${image}${isVolume ? ', an image volume,' : ''} cannot be pulled: ${pullFault(fault)}.${came ? ` ${plural(came.failed, 'attempt')} failed, the one at ${at(came.atMs)} worked.` : ''}`,
    /** `repaired`: when the registry had it, and how long before anybody asked again. `passedOver`: pull secrets whose type keeps them from counting. */
    detail: (failedMs: readonly number[], repaired: { atMs: number; earlierMs: number } | undefined, passedOver: readonly { name: string; type: string }[]) =>
      `${passedOver.map(({ name, type }) => `The kubelet passes over the Secret ${name}: its type is ${type}, not kubernetes.io/dockerconfigjson. `).join('')}Attempts failed ${failedMs.length > MANY_ATTEMPTS ? moments(failedMs) : `at ${listed(failedMs.map((ms) => (ms / 1000).toFixed(1)))} s`}. After each the kubelet waits 10, 20, 40 … 300 s, and for the sync that finds the wait over. STATUS lags one sync behind: ErrImagePull for an attempt, ImagePullBackOff for a wait. A repaired registry helps with the next attempt only${repaired ? `: it had the image at ${at(repaired.atMs)}, ${span(repaired.earlierMs)} earlier` : ''}.`,
    count: 'failed pulls',
    change: (image: string) => `Let the registry have ${image}`,
  },
  never: {
    title: (image: string) => `imagePullPolicy is Never, and ${image} is not on the node.`,
    detail: 'With Never the kubelet takes only what the node already has.',
    change: 'Set imagePullPolicy to IfNotPresent',
  },
  invalid: {
    title: (image: string, why: 'upper case' | 'empty part' | 'other' | { stray: string }) =>
      `${image} is no valid image name${
        why === 'other'
          ? ''
          : `: ${why === 'upper case' ? 'repositories are lower case' : why === 'empty part' ? 'a part of its path is empty' : `none has a “${why.stray}”`}`
      }.`,
    detail: 'The API server does not check image names; the kubelet finds out when it wants to pull.',
    change: (image: string) => `Write ${image}`,
  },
};

/** Up to so many attempts are told one by one: their distances are the point. */
const MANY_ATTEMPTS = 7;

export const bootingTexts = {
  title: (probe: ProbeType, givenMs: number, neededMs: number | undefined) =>
    `The ${probe} probe gives up after ${span(givenMs)}. ${neededMs === undefined ? 'It never succeeded in this run.' : `Booting takes ${span(neededMs)}.`}`,
  detail: (probe: ProbeType, failureThreshold: number, container: string) =>
    `${capital(probe)} fails ${times(failureThreshold)} in a row and the kubelet kills ${container} before it serves; the next instance has no more time than this one.`,
  givesUp: (probe: ProbeType) => `${probe} gives up`,
  boot: 'boot',
  failure: (number: number) => `failure ${number}`,
  addStartupProbe: (container: string, seconds: number) => `Add a startupProbe that gives ${container} ${seconds} s`,
  longerDelay: (container: string, before: number, seconds: number) =>
    `${before > 0 ? `Raise initialDelaySeconds from ${before} to` : 'Set initialDelaySeconds to'} ${seconds}: a fast boot of ${container} then waits as long`,
  moreAttempts: (container: string, before: number, threshold: number, givesMs: number) =>
    `Raise failureThreshold of the startupProbe from ${before} to ${threshold}: ${container} then has ${span(givesMs)}`,
};
