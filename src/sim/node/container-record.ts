import type { Container } from '../../model/kubernetes.ts';
import type { Machine, MachineProcess, SignalName } from '../../shell/types.ts';
import type { RecordId } from '../../model/trace.ts';

/** The runtime's four container states (CRI `ContainerState`). */
export type RuntimeState = 'created' | 'running' | 'exited' | 'unknown';

/** User and groups by their numbers; the main group is one of `groups`. */
export interface Credentials {
  uid: number;
  gid: number;
  groups: readonly number[];
}

/** What the runtime reports of a container: plain data, as `ContainerStatus` of the CRI has it. */
export interface ContainerSnapshot {
  id: string;
  name: string;
  podUid: string;
  sandboxId: string;
  /** 1-based: the nth time that this container was created. */
  instance: number;
  /** `restartCount` label, set at creation (`pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer`). */
  restartCount: number;
  /** Hash of name and image (`pkg/kubelet/container/helpers.go: HashContainer`). */
  definitionHash: string;
  state: RuntimeState;
  createdAtMs: number;
  /** Undefined if it was never started. */
  startedAtMs: number | undefined;
  finishedAtMs: number | undefined;
  exitCode: number;
  reason: string;
  message: string;
  /** The image as the runtime names it, e.g. `docker.io/library/busybox:1.36`. */
  image: string;
  imageId: string;
  /** The IDs of the images of image volumes, by the volume's name. */
  volumeImages: ReadonlyMap<string, string>;
  stopSignal: SignalName;
  /** The user that the process runs as. */
  user: Credentials;
  /** The text of the termination message file, or a message of the runtime; empty if there is none. */
  terminationMessage: string;
  /** CPU and memory that it was created with or has been resized to. */
  resources: Container['resources'];
  /** The trace record of its latest change of state: what later observations name as their cause. */
  lastRecord: RecordId;
}

/** A container in the runtime: its status and what runs in it. */
export interface ContainerRecord extends ContainerSnapshot {
  machine: Machine | undefined;
  process: MachineProcess | undefined;
  /** Output so far, each line with its newline, for FallbackToLogsOnError. */
  logLines: string[];
  /** The stop signal is sent once per container, however often stop is called (containerd). */
  stopSignalSent: boolean;
  terminationMessagePath: string;
  fallbackToLogs: boolean;
}

export interface SandboxSnapshot {
  id: string;
  podUid: string;
  attempt: number;
  ready: boolean;
  createdAtMs: number;
  ip: string;
  hostNetwork: boolean;
}

/** What a relist sees of the Pod: the input of every decision of the kubelet. */
export interface RuntimePodStatus {
  /** Newest first. */
  sandboxes: SandboxSnapshot[];
  /** Newest first within each name. */
  containers: ContainerSnapshot[];
  /** The record that led to the newest change in here. */
  cause: RecordId;
}

/** A copy that later changes of the container do not touch. */
export function snapshotOf(record: ContainerRecord): ContainerSnapshot {
  // Member by member: each relist copies all containers, and what is left over by a rest pattern takes several times as long
  return {
    id: record.id,
    name: record.name,
    podUid: record.podUid,
    sandboxId: record.sandboxId,
    instance: record.instance,
    restartCount: record.restartCount,
    definitionHash: record.definitionHash,
    state: record.state,
    createdAtMs: record.createdAtMs,
    startedAtMs: record.startedAtMs,
    finishedAtMs: record.finishedAtMs,
    exitCode: record.exitCode,
    reason: record.reason,
    message: record.message,
    image: record.image,
    imageId: record.imageId,
    volumeImages: record.volumeImages,
    stopSignal: record.stopSignal,
    user: record.user,
    terminationMessage: record.terminationMessage,
    resources: record.resources,
    lastRecord: record.lastRecord,
  };
}
