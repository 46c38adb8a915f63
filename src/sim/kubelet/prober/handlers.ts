import { formatDuration } from '../../../base/duration.ts';
import type { Container, HttpGetAction, Probe } from '../../../model/kubernetes.ts';
import type { HttpReply, Network, Server } from '../../../shell/types.ts';
import { dialError } from '../../node/dial.ts';
import { NODE_ADDRESS } from '../../node/runtime.ts';
import type { World } from '../../world.ts';

/**
 * How one attempt ends. `error`: it could not be made (it is retried, then discarded); `warning` counts as success. It ends
 * `takesMs` after its start. Until `sameUntilMs` the same attempt ends in the same way.
 */
export interface Outcome {
  result: 'success' | 'failure' | 'warning' | 'error';
  message: string;
  takesMs: number;
  sameUntilMs: number;
  timedOut?: boolean;
  /** The port whose answer is waited for, and what the client says if the connection ends before it comes. */
  awaited?: { port: number; cut: string };
  /** The state that the Event of an error names: `unknown` unless the kubelet knows better. */
  word?: 'unknown' | 'failure';
}

const FOR_EVER = Number.POSITIVE_INFINITY;
/** Nobody is taken to end while they answer as fast as this. */
const PROMPT_MS = 250;

/** A port by number or by the name of a container port (`pkg/probe/util.go: ResolveContainerPort`). */
export function resolvePort(port: number | string, container: Container): number | { error: string } {
  if (typeof port === 'number') return inRange(port);
  const named = container.ports?.find((candidate) => candidate.name === port);
  if (named !== undefined) return inRange(named.containerPort);
  return /^[+-]?\d+$/.test(port) ? inRange(Number(port)) : { error: `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax` };
}

function inRange(port: number): number | { error: string } {
  return port > 0 && port < 65_536 ? port : { error: `invalid port number: ${port}` };
}

/**
 * Who answers at a host as seen from the node, where the kubelet is: the Pod answers at its own address. The node's loopback is
 * the Pod's only with hostNetwork. All other hosts are assumed to be unreachable.
 */
export function networkOf(host: string, pod: Network | undefined): Network | undefined {
  if (pod === undefined) return undefined;
  const isLoopback = host === '127.0.0.1' || host === 'localhost';
  return host === pod.address || (isLoopback && pod.address === NODE_ADDRESS) ? pod : undefined;
}

/** One GET of an httpGet probe, redirects included (`pkg/probe/http/http.go: DoHTTPProbe`). */
export function httpProbe(world: World, network: Network | undefined, podIp: string, container: Container, action: HttpGetAction, timeoutMs: number): Outcome {
  const port = resolvePort(action.port, container);
  if (typeof port === 'object') return unresolved(port.error);
  let scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const host = action.host === undefined || action.host === '' ? podIp : action.host;
  const headers = { ...headersOf(action, 'kube-probe/1.36'), Connection: 'close' };
  let target = withSlash(action.path ?? '/');
  let currentPort = port;
  let takesMs = world.latency.httpProbeMs;
  let sameUntilMs = FOR_EVER;
  for (let requests = 1; ; requests += 1) {
    const url = `${scheme}://${host}:${currentPort}${target}`;
    const fails = (text: string, ms: number, timedOut = false): Outcome => ({
      result: 'failure',
      message: `Get "${requests === 1 ? url : target}": ${text}`,
      takesMs: ms,
      sameUntilMs,
      ...(timedOut && { timedOut }),
    });
    const server = networkOf(host, network)?.server(currentPort);
    if (server === undefined) return fails(dialError(host, currentPort), takesMs);
    if (scheme === 'http' && server.tls) return judged({ status: 400, body: '' }, takesMs, sameUntilMs);
    if (server.http === undefined) return fails(notHttp(server, scheme), takesMs);
    if (scheme === 'https' && !server.tls) return fails('http: server gave HTTP response to HTTPS client', takesMs);
    const awaited = { port: currentPort, cut: fails('EOF', takesMs).message };
    const reply: HttpReply = server.http({ method: 'GET', target, host: hostIn(headers) ?? `${host}:${currentPort}`, headers });
    sameUntilMs = Math.min(sameUntilMs, reply.sameUntilMs);
    if (reply.kind === 'close') return fails('EOF', takesMs);
    if (reply.kind === 'hang' || takesMs + reply.latencyMs > timeoutMs)
      return { ...fails('context deadline exceeded (Client.Timeout exceeded while awaiting headers)', timeoutMs, true), awaited };
    takesMs += reply.latencyMs;
    const waits = reply.latencyMs > PROMPT_MS && { awaited };
    const next =
      REDIRECTS.has(reply.status) && reply.location !== undefined && reply.location !== ''
        ? locationOf(reply.location, scheme, host, currentPort, target)
        : undefined;
    if (next === undefined || next.host !== host) return { ...judged(reply, takesMs, sameUntilMs), ...waits };
    if (requests >= 10) return { result: 'failure', message: `Get ${JSON.stringify(reply.location)}: stopped after 10 redirects`, takesMs, sameUntilMs };
    ({ scheme, target } = next);
    currentPort = next.port;
  }
}

/**
 * What Go's client says of a server that does not speak HTTP/1: one of gRPC greets with the SETTINGS frame of HTTP/2, which names the largest frame
 * that it takes (`google.golang.org/grpc/internal/transport/http2_server.go: NewServerTransport`).
 */
export function notHttp(server: Server, scheme: string): string {
  if (server.grpc === undefined || server.tls) return 'EOF';
  if (scheme === 'https') return 'tls: first record does not look like a TLS handshake';
  return String.raw`net/http: HTTP/1.x transport connection broken: malformed HTTP response "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x05\x00\x00@\x00"`;
}

/** What Go's client takes for a redirect (`net/http/client.go: redirectBehavior`). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function judged(reply: { status: number; body: string }, takesMs: number, sameUntilMs: number): Outcome {
  if (reply.status >= 200 && reply.status < 300) return { result: 'success', message: '', takesMs, sameUntilMs };
  if (reply.status >= 300 && reply.status < 400) {
    return { result: 'warning', message: `Probe terminated redirects, Response body: ${reply.body}`, takesMs, sameUntilMs };
  }
  return { result: 'failure', message: `HTTP probe failed with statuscode: ${reply.status}`, takesMs, sameUntilMs };
}

/** The target of a redirect: `Location`, relative to the URL that it came from, if a probe can follow it. */
function locationOf(location: string, scheme: string, host: string, port: number, target: string): Location | undefined {
  const absolute = /^(https?):\/\/([^/:?#]+)(?::(\d+))?([^#]*)/.exec(location);
  if (absolute !== null) {
    const own = absolute[1] ?? scheme;
    return {
      scheme: own,
      host: absolute[2] ?? host,
      port: absolute[3] === undefined ? (own === 'https' ? 443 : 80) : Number(absolute[3]),
      target: withSlash(absolute[4] ?? '/'),
    };
  }
  if (location.startsWith('/')) return { scheme, host, port, target: location };
  return { scheme, host, port, target: target.slice(0, target.lastIndexOf('/') + 1) + location };
}

interface Location {
  scheme: string;
  host: string;
  port: number;
  target: string;
}

export function headersOf(action: HttpGetAction, userAgent: string): Record<string, string> {
  const own = Object.fromEntries((action.httpHeaders ?? []).map(({ name, value }) => [canonical(name), value]));
  const headers: Record<string, string> = { 'User-Agent': userAgent, Accept: '*/*', ...own };
  for (const name of ['User-Agent', 'Accept']) if (headers[name] === '') delete headers[name];
  return headers;
}

/** `x-one` is `X-One` to Go (net/http: CanonicalHeaderKey). */
const canonical = (name: string): string => name.toLowerCase().replace(/(?:^|-)[a-z]/g, (first) => first.toUpperCase());

/** A `Host` among the headers is the host that is asked for; an empty one is none. */
export const hostIn = ({ Host: host }: Record<string, string>): string | undefined => (host === '' ? undefined : host);

export function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** `pkg/probe/tcp/tcp.go: DoTCPProbe`. */
export function tcpProbe(
  world: World,
  network: Network | undefined,
  podIp: string,
  container: Container,
  action: { port: number | string; host?: string },
): Outcome {
  const port = resolvePort(action.port, container);
  if (typeof port === 'object') return unresolved(port.error);
  const host = action.host === undefined || action.host === '' ? podIp : action.host;
  const takesMs = world.latency.tcpProbeMs;
  const server = networkOf(host, network)?.server(port);
  server?.accepted?.();
  if (server !== undefined) return { result: 'success', message: '', takesMs, sameUntilMs: FOR_EVER };
  return { result: 'failure', message: dialError(host, port), takesMs, sameUntilMs: FOR_EVER };
}

/** `pkg/probe/grpc/grpc.go: Probe`. A refused connection is dialled again until the deadline. */
export function grpcProbe(world: World, network: Network | undefined, podIp: string, action: { port: number; service?: string }, timeoutMs: number): Outcome {
  const server = network?.server(action.port);
  const within = formatDuration(timeoutMs);
  if (server === undefined || server.tls || (server.grpc === undefined && server.http !== undefined)) {
    const message = `timeout: failed to connect service "${podIp}:${action.port}" within ${within}: context deadline exceeded`;
    return { result: 'failure', message, takesMs: timeoutMs + 1, sameUntilMs: FOR_EVER, timedOut: true };
  }
  const takesMs = world.latency.grpcProbeMs;
  if (server.grpc === undefined) {
    return { result: 'failure', message: `timeout: health rpc did not complete within ${within}`, takesMs: timeoutMs, sameUntilMs: FOR_EVER, timedOut: true };
  }
  const health = server.grpc(action.service ?? '');
  if (health === undefined) {
    return { result: 'failure', message: 'error: health rpc probe failed: rpc error: code = NotFound desc = unknown service', takesMs, sameUntilMs: FOR_EVER };
  }
  if (health.status === 'SERVING') return { result: 'success', message: '', takesMs, sameUntilMs: health.sameUntilMs };
  return { result: 'failure', message: `service unhealthy (responded with "${health.status}")`, takesMs, sameUntilMs: health.sameUntilMs };
}

function unresolved(error: string): Outcome {
  return { result: 'error', message: error, takesMs: 0, sameUntilMs: FOR_EVER, word: 'unknown' };
}

/**
 * `$(VAR)` in an exec probe's command: only what the manifest says of `env`, as it is written there. A variable from elsewhere is known
 * by its name, with nothing in it (`pkg/kubelet/container/helpers.go: ExpandContainerCommandOnlyStatic`).
 */
export function staticCommand(command: string[], container: Container): string[] {
  const env = new Map((container.env ?? []).map(({ name, value }) => [name, value ?? '']));
  return command.map((word) => expandVariables(word, (key) => env.get(key)));
}

/** `third_party/forked/golang/expansion/expand.go: Expand`. Unknown variables stay as written; `$$` is a `$`. */
export function expandVariables(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\$(?:(\$)|\(([^)]*)\))/g, (whole, dollar: string | undefined, name: string | undefined) =>
    dollar === '$' ? '$' : (lookUp(name ?? '') ?? whole),
  );
}

/** A probe in words, for labels: `GET :8080/healthz`. */
export function handlerText(handler: Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & { sleep?: { seconds: number } }): string {
  if (handler.exec !== undefined) return `exec ${(handler.exec.command ?? []).join(' ')}`;
  if (handler.httpGet !== undefined)
    return `GET ${handler.httpGet.scheme === 'HTTPS' ? 'https ' : ''}:${handler.httpGet.port}${withSlash(handler.httpGet.path ?? '/')}`;
  if (handler.tcpSocket !== undefined) return `TCP :${handler.tcpSocket.port}`;
  if (handler.grpc !== undefined) return `gRPC :${handler.grpc.port}`;
  if (handler.sleep !== undefined) return `sleep ${handler.sleep.seconds} s`;
  return 'no handler';
}
