/** Commands that the runtime runs in a container beside its main process. */
import { hashHex } from '../../base/random.ts';
import type { ExitStatus } from '../../shell/types.ts';
import { type Routine, Signal } from '../engine/task.ts';
import type { World } from '../world.ts';
import type { RuntimeState } from './container-record.ts';
import type { Program } from './program.ts';

/**
 * How an exec call ended, as the CRI tells it. `output` is what was printed to stdout, and behind it what went to stderr
 * (`pkg/kubelet/kuberuntime/kuberuntime_container.go: RunInContainer`).
 */
export type ExecResult = { kind: 'exit'; code: number; output: string; stderr: string } | { kind: 'timeout' } | { kind: 'error'; message: string };

/** The container that a command is to run in. */
export interface ExecTarget {
  id: string;
  /** Its state when the call comes; undefined if there is no such container. */
  state: RuntimeState | undefined;
  /** Its program; undefined once that has ended. */
  program(): Program | undefined;
  /** What kills the commands of calls that are under way. */
  running: Set<() => void>;
}

/** How long a call to the runtime may take: `runtimeRequestTimeout` of the kubelet's configuration. */
const RUNTIME_REQUEST_TIMEOUT_MS = 120_000;

/**
 * Runs a command in a container (CRI `ExecSync`); `timeoutMs` 0 means none. A command that runs into its timeout, counted from
 * when it begins to run, is killed. Killed or not, the call then waits for children that still hold its output: the `sleep` of a shell's script is
 * not killed with the shell (containerd `internal/cri/server/container_execsync.go: execInternal, drainExecSyncIO`). The call's own deadline, 2 min
 * later, counts as a timeout too (`staging/src/k8s.io/cri-client/pkg/remote_runtime.go: ExecSync`).
 */
export function* execSync(world: World, { id, state, program: programOf, running }: ExecTarget, command: string[], timeoutMs: number): Routine<ExecResult> {
  const { latency } = world;
  if (state !== 'running') {
    yield { untilMs: world.nowMs + 3 };
    const why = state === undefined ? 'not found' : `container is in ${state === 'created' ? 'CONTAINER_CREATED' : 'CONTAINER_EXITED'} state`;
    return { kind: 'error', message: `rpc error: code = Unknown desc = failed to exec in container: ${why}` };
  }
  const calledMs = world.nowMs;
  yield { untilMs: calledMs + latency.execBeforeMs };
  const program = programOf();
  if (program === undefined)
    return { kind: 'error', message: 'rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state' };
  const printed = { stdout: '', stderr: '' };
  let exit: ExitStatus | undefined;
  let kill = () => {};
  const ended = new Signal();
  const started = program.exec(
    command,
    (stream, text) => {
      printed[stream] += text;
    },
    (status) => {
      exit = status;
      running.delete(kill);
      ended.fire();
    },
  );
  if ('message' in started) {
    yield { untilMs: calledMs + latency.execErrorMs };
    const execId = hashHex(`exec/${id}/${calledMs}`, 64);
    return {
      kind: 'error',
      message: `rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: ${started.message}`,
    };
  }
  kill = started.kill;
  if (exit === undefined) running.add(kill);
  const deadlineMs = timeoutMs > 0 ? world.nowMs + latency.execStartedMs + timeoutMs : Number.POSITIVE_INFINITY;
  while (exit === undefined && world.nowMs < deadlineMs) yield { untilMs: deadlineMs, signals: [ended] };
  const isLate = exit === undefined && !started.exited();
  if (isLate) started.kill();
  const callDeadlineMs = calledMs + timeoutMs + RUNTIME_REQUEST_TIMEOUT_MS;
  while (exit === undefined && (timeoutMs === 0 || world.nowMs < callDeadlineMs)) yield { signals: [ended], ...(timeoutMs > 0 && { untilMs: callDeadlineMs }) };
  if (exit === undefined) return { kind: 'timeout' };
  yield { untilMs: world.nowMs + (isLate ? latency.execKilledMs : latency.execAfterMs) };
  return isLate ? { kind: 'timeout' } : { kind: 'exit', code: (exit as ExitStatus).code, output: printed.stdout + printed.stderr, stderr: printed.stderr };
}
