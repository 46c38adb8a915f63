import type { Scenario } from '../model/scenario.ts';

/**
 * How long those steps take whose length no rule decides, in milliseconds: medians of some 350 recordings of a real v1.36.2 node
 * (2 CPUs, containerd 2.3, images present). `a → b` is the time from a to b.
 */
export interface Latencies {
  /** Request to create the Pod → ADDED. */
  createMs: number;
  /** Pod created → bound to a node. */
  scheduleMs: number;
  /** Change of the API object → the kubelet's sync loop has it. */
  watchMs: number;
  /** Delete request → MODIFIED with deletionTimestamp. */
  deleteMs: number;
  /** Status set in the kubelet → PATCH in the API. */
  statusMs: number;
  /** Event recorded → in the API. */
  eventMs: number;
  /** Volume wait: the kubelet polls at once and then every this long. */
  volumePollMs: number;
  /** From the start of the volume wait until an ordinary volume is mounted. */
  volumeMountMs: number;
  sandboxMs: number;
  stopSandboxMs: number;
  /** Image on the node: start of the container's turn → `Pulled`. */
  imageCheckMs: number;
  createContainerMs: number;
  startContainerMs: number;
  /**
   * Process runs → the program has installed its signal handlers. Recorded for Go programs: 24 to 83 ms. Shells are assumed to have theirs at once,
   * since their first output comes within a millisecond.
   */
  programStartMs: number;
  /** Process runs → the start call has returned. */
  startReturnMs: number;
  /** Stop signal → it reaches the process. */
  signalMs: number;
  /** The process is gone → the runtime has noticed. */
  exitNoticedMs: number;
  /** The runtime has noticed → it lists the container as exited, and a stop call returns. */
  exitListedMs: number;
  /** SIGTERM + grace → SIGKILL. */
  killDelayMs: number;
  /** An exec call: before the command runs, and after it has ended. */
  execBeforeMs: number;
  execAfterMs: number;
  /** A command runs → the runtime knows, and its timer starts. */
  execStartedMs: number;
  /** A command killed at its timeout is gone, and nobody holds its output → the call returns. */
  execKilledMs: number;
  /** An exec whose binary does not exist, per attempt. */
  execErrorMs: number;
  httpProbeMs: number;
  tcpProbeMs: number;
  grpcProbeMs: number;
  httpHookMs: number;
  /** Length of a relist; the pause between two is a second. */
  relistMs: number;
  /** SyncPod's end → on-demand relist written to the cache. */
  onDemandRelistMs: number;
  /** Pod change → EndpointSlice. */
  endpointSliceMs: number;
  /** Change of the Pod or of a budget → the budget's status. */
  budgetMs: number;
  /** All containers down → volumes and cgroup are gone. */
  unmountMs: number;
  /** A pull of layers that are on the node already. */
  cachedPullMs: number;
}

/** The measured latencies, with those that the scenario sets otherwise. */
export function latenciesOf(scenario: Scenario): Latencies {
  const own = scenario.cluster.latency;
  return {
    createMs: 2,
    scheduleMs: 4,
    watchMs: 4,
    deleteMs: 5,
    statusMs: own.statusMs ?? 9,
    eventMs: 4,
    volumePollMs: 300,
    volumeMountMs: 190,
    sandboxMs: own.sandboxMs ?? 108,
    stopSandboxMs: 100,
    imageCheckMs: 1,
    createContainerMs: own.createContainerMs ?? 15,
    startContainerMs: own.startContainerMs ?? 51,
    programStartMs: own.programStartMs ?? 35,
    startReturnMs: 4,
    signalMs: 3,
    exitNoticedMs: 6,
    exitListedMs: 20,
    killDelayMs: 8,
    execBeforeMs: 22,
    execAfterMs: 13,
    execStartedMs: 5,
    execKilledMs: 9,
    execErrorMs: 28,
    httpProbeMs: 1,
    tcpProbeMs: 1,
    grpcProbeMs: 2,
    httpHookMs: 20,
    relistMs: 5,
    onDemandRelistMs: 5,
    endpointSliceMs: 6,
    budgetMs: 5,
    unmountMs: 10,
    cachedPullMs: 100,
  };
}
