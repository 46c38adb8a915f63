/** Connections and HTTP requests of tools, over the machine's own network. */
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import type { HttpReply, Server } from '../types.ts';
import { API_SERVER_ADDRESS, isOutside, publicAddress, serverBeyond } from './outside.ts';

const KUBERNETES_SERVICE = /^kubernetes(\.default(\.svc(\.cluster\.local)?)?)?\.?$/;
/** How long TCP tries to reach an address where nobody answers (tcp_syn_retries 6). */
const CONNECT_TIMEOUT_MS = 127_000;

export interface Url {
  tls: boolean;
  host: string;
  port: number;
  target: string;
}

/** `http://host:port/path`, also without the scheme; undefined if it is no such thing. */
export function parseUrl(text: string): Url | undefined {
  const match = /^(?:(https?):\/\/)?(?:[^/@]*@)?(\[[0-9a-fA-F:.]+\]|[^/:?#]+)(?::(\d+))?([/?][^#]*)?(?:#.*)?$/.exec(text);
  if (!match) return undefined;
  const tls = match[1] === 'https';
  const path = match[4] ?? '/';
  return {
    tls,
    host: (match[2] as string).replace(/^\[|\]$/g, ''),
    port: Number(match[3] ?? (tls ? 443 : 80)),
    target: path.startsWith('/') ? path : `/${path}`,
  };
}

/** The address of a name; undefined if DNS does not know it. */
export function resolveHost(process: Process, host: string): string | undefined {
  const { hostname, network, resolve } = process.kernel.options;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':')) return host;
  if (host === 'localhost') return '127.0.0.1';
  if (host === hostname) return network.address;
  const hosts = process.fs.find('/etc/hosts', '/');
  if (hosts?.kind === 'file') {
    for (const line of hosts.text.split('\n')) {
      const [address, ...names] = line.replace(/#.*/, '').split(/\s+/);
      if (address && names.includes(host)) return address;
    }
  }
  return resolve?.(host) ?? (KUBERNETES_SERVICE.test(host) ? API_SERVER_ADDRESS : publicAddress(host));
}

export type Connection =
  | { kind: 'open'; server: Server; address: string }
  | { kind: 'unknown-host' }
  | { kind: 'refused'; address: string }
  | { kind: 'timeout'; address: string };

/** Connects; waits for what does not answer until the deadline. */
export function* connect(process: Process, host: string, port: number, untilMs: number): Gen<Connection> {
  const address = resolveHost(process, host);
  if (address === undefined) return { kind: 'unknown-host' };
  const { network } = process.kernel.options;
  if (/^127\.|^0\.0\.0\.0$|^::1?$/.test(address) || address === network.address) {
    const server = network.server(port);
    return server ? { kind: 'open', server, address } : { kind: 'refused', address };
  }
  const beyond = serverBeyond(address, port);
  if (beyond) {
    if (isOutside(address)) process.kernel.assume({ what: 'outside', command: [host] });
    return { kind: 'open', server: beyond, address };
  }
  // Packets go out and nothing comes back
  yield* sleepUntil(process, Math.min(untilMs, process.kernel.now() + CONNECT_TIMEOUT_MS));
  return { kind: 'timeout', address };
}

export type Answer = Extract<HttpReply, { kind: 'answer' }>;
export type Response =
  | { kind: 'answer'; answer: Answer; address: string }
  | Exclude<Connection, { kind: 'open' }>
  | { kind: 'closed'; address: string }
  | { kind: 'tls-error'; address: string };

/** One request and what came of it. */
export function* request(process: Process, url: Url, method: string, headers: Record<string, string>, untilMs: number): Gen<Response> {
  const connection = yield* connect(process, url.host, url.port, untilMs);
  if (connection.kind !== 'open') return connection;
  const { server, address } = connection;
  if (url.tls !== server.tls) {
    if (url.tls) return { kind: 'tls-error', address };
    return {
      kind: 'answer',
      address,
      answer: { kind: 'answer', status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n', latencyMs: 1, sameUntilMs: Number.POSITIVE_INFINITY },
    };
  }
  const reply: HttpReply = server.http?.({ method, target: url.target, host: `${url.host}:${url.port}`, headers }) ?? { kind: 'hang', sameUntilMs: 0 };
  if (reply.kind === 'close') return { kind: 'closed', address };
  if (reply.kind === 'hang') {
    yield* sleepUntil(process, untilMs);
    return { kind: 'timeout', address };
  }
  const now = process.kernel.now();
  yield* sleepUntil(process, Math.min(untilMs, now + reply.latencyMs));
  return now + reply.latencyMs > untilMs ? { kind: 'timeout', address } : { kind: 'answer', answer: reply, address };
}

function* sleepUntil(process: Process, untilMs: number): Gen<void> {
  if (untilMs === Number.POSITIVE_INFINITY) for (;;) yield {};
  yield* process.sleep(Math.max(0, untilMs - process.kernel.now()));
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  412: 'Precondition Failed',
  417: 'Expectation Failed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function reasonOf(status: number): string {
  return REASONS[status] ?? 'Unknown';
}
