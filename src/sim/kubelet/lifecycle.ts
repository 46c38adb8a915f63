import type { Container, HookType, LifecycleHandler, Pod } from '../../model/kubernetes.ts';
import type { HookRecord, RecordId } from '../../model/trace.ts';
import type { Routine } from '../engine/task.ts';
import type { ContainerSnapshot } from '../node/container-record.ts';
import { dialError } from '../node/dial.ts';
import type { Runtime } from '../node/runtime.ts';
import type { World } from '../world.ts';
import { podText } from './containers.ts';
import type { EventRecorder } from './events/recorder.ts';
import { handlerText, headersOf, hostIn, networkOf, notHttp, resolvePort, withSlash } from './prober/handlers.ts';

/** How long the CRI call takes before the hook's command runs. */
const HOOK_EXEC_AFTER_MS = 7;

/** Runs the handlers of postStart and preStop (`pkg/kubelet/lifecycle/handlers.go`). */
export class LifecycleHandlers {
  readonly #world: World;
  readonly #runtime: Runtime;
  readonly #events: EventRecorder;
  readonly #running = new Set<HookRecord>();

  constructor(world: World, runtime: Runtime, events: EventRecorder) {
    this.#world = world;
    this.#runtime = runtime;
    this.#events = events;
  }

  /** Records the start of a hook. */
  begin(container: Container, record: ContainerSnapshot, hook: HookType, handler: LifecycleHandler, cause: RecordId): HookRecord {
    const start = this.#world.trace.add({
      kind: 'Hook',
      cause,
      rule: `hook.${hook}`,
      container: container.name,
      instance: record.instance,
      hook,
      what: 'start',
      handler: handlerText(handler),
    });
    this.#running.add(start);
    return start;
  }

  /** The kubelet has died: nobody waits for its hooks any more. */
  cutAll(cause: RecordId): void {
    for (const start of [...this.#running]) this.end(start, 'cut', undefined, cause);
  }

  /** Records the end of a hook. */
  end(start: HookRecord, result: 'ok' | 'failed' | 'cut', message?: string, cause: RecordId = start.id): HookRecord {
    this.#running.delete(start);
    const { container, instance, hook, handler } = start;
    return this.#world.trace.add({
      kind: 'Hook',
      cause,
      rule: `hook.${hook}`,
      container,
      instance,
      hook,
      what: 'end',
      result,
      handler,
      ...(message !== undefined && { message }),
    });
  }

  /** Runs a handler to its end; returns the error text if it failed. Handlers have no timeout. */
  *run(pod: Pod, container: Container, containerId: string, handler: LifecycleHandler, cause: RecordId): Routine<string | undefined> {
    const where = `for Container "${container.name}" in Pod "${podText(pod)}" failed - error: `;
    if (handler.exec !== undefined) {
      const command = handler.exec.command ?? [];
      const ended = yield* this.#runtime.execSync(containerId, command, 0);
      yield { untilMs: this.#world.nowMs + HOOK_EXEC_AFTER_MS };
      if (ended.kind === 'exit' && ended.code === 0) return undefined;
      const output = ended.kind === 'exit' ? ended.output : '';
      // `staging/src/k8s.io/cri-client/pkg/remote_runtime.go: ExecSync` tells of stderr alone
      const error =
        ended.kind === 'exit'
          ? `command '${command.join(' ')}' exited with ${ended.code}: ${ended.stderr}`
          : ended.kind === 'error'
            ? ended.message
            : 'timed out';
      return `Exec lifecycle hook ([${command.join(' ')}]) ${where}${error}, message: ${goQuoted(output)}`;
    }
    if (handler.httpGet !== undefined) {
      const error = yield* this.#http(pod, container, handler.httpGet, cause);
      return error === undefined ? undefined : `HTTP lifecycle hook (${handler.httpGet.path ?? '/'}) ${where}${error}`;
    }
    if (handler.sleep !== undefined) {
      yield { untilMs: this.#world.nowMs + handler.sleep.seconds * 1000 };
      return undefined;
    }
    yield { untilMs: this.#world.nowMs + 1 };
    return `Cannot run handler: invalid handler: ${goHandler(handler)}`;
  }

  /** One GET request; any answer at all is a success. If HTTPS is answered in plain HTTP, it is tried once more without TLS. */
  *#http(pod: Pod, container: Container, action: NonNullable<LifecycleHandler['httpGet']>, cause: RecordId): Routine<string | undefined> {
    const network = this.#runtime.network;
    const host = action.host !== undefined && action.host !== '' ? action.host : network?.address;
    yield { untilMs: this.#world.nowMs + this.#world.latency.httpHookMs };
    if (host === undefined) return 'failed to find networking container: not found';
    const port = resolvePort(action.port, container);
    if (typeof port === 'object') return port.error;
    const scheme = (action.scheme ?? 'HTTP').toLowerCase();
    const target = withSlash(action.path ?? '/');
    const url = `${scheme}://${host}:${port}${target}`;
    const server = networkOf(host, network)?.server(port);
    if (server === undefined) return `Get "${url}": ${dialError(host, port)}`;
    if (server.http === undefined) return `Get "${url}": ${notHttp(server, scheme)}`;
    const headers: Record<string, string> = { ...headersOf(action, 'kube-lifecycle/1.36'), 'Accept-Encoding': 'gzip' };
    const isRetry = scheme === 'https' && !server.tls;
    if (isRetry) delete headers['Authorization'];
    // If the second try fails as well, the error is that of the first
    const error = `Get "${url}": ${isRetry ? 'http: server gave HTTP response to HTTPS client' : 'EOF'}`;
    const reply = server.http({ method: 'GET', target, host: hostIn(headers) ?? `${host}:${port}`, headers });
    if (reply.kind === 'close') return error;
    const answerMs = reply.kind === 'hang' ? Number.POSITIVE_INFINITY : this.#world.nowMs + reply.latencyMs;
    const isAnswered = yield* this.#runtime.connection(port, answerMs);
    if (!isAnswered) return error;
    if (isRetry) {
      const text = `request to HTTPS lifecycle hook ${host}:${port} got HTTP response, retry with HTTP succeeded`;
      this.#events.pod(pod, 'Warning', 'LifecycleHTTPFallback', text, cause);
    }
    return undefined;
  }
}

/** A text as Go's `%q` prints it, for the characters that output has. */
function goQuoted(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r')}"`;
}

/** The handler as Go's `%v` prints the struct: what the error of a tcpSocket hook shows. */
function goHandler(handler: LifecycleHandler): string {
  if (handler.tcpSocket === undefined) return '&LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:nil,Sleep:nil,}';
  const { port, host } = handler.tcpSocket;
  const value = typeof port === 'number' ? `{0 ${port} }` : `{1 0 ${port}}`;
  return `&LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:&TCPSocketAction{Port:${value},Host:${host ?? ''},},Sleep:nil,}`;
}
