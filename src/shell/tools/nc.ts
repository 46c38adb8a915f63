/** `nc`: connects, listens, asks whether a port is open. */
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import { createPipe } from '../streams.ts';
import { compareText } from '../text.ts';
import type { HttpReply, HttpRequest, Server } from '../types.ts';
import { closePorts, listen, tellPhase } from '../programs/serving.ts';
import { parseDelayMs } from './duration.ts';
import { connect } from './http-client.ts';
import { findProgram } from '../executables.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const NC_TOOLS: Record<string, Tool> = { nc, netcat: nc };

function* nc(call: ToolCall): Gen<number> {
  // `-e PROG ARGS`: everything after it is the program's.
  const cut = call.args.findIndex((word) => /^-[a-z]*e$/.test(word) || word === '-c');
  const own = cut === -1 ? call.args : [...call.args.slice(0, cut), (call.args[cut] as string).replace(/[ec]$/, '')].filter((word) => word !== '-');
  const program = cut === -1 ? undefined : call.args.slice(cut + 1);
  const options = parseOptions(own, 'pwiqs');
  if (options.has('l'))
    return yield* serveConnections(call, Number(options.value('p') ?? options.operands.at(-1)), options.has('k') || options.values('l').length > 1, program);
  const [host = '', port = ''] = options.operands;
  const waitMs = options.value('w') === undefined ? undefined : parseDelayMs(options.value('w') as string);
  const untilMs = waitMs === undefined ? Number.POSITIVE_INFINITY : call.process.kernel.now() + waitMs;
  return yield* talk(call, host, Number(port), untilMs, options.has('z'), options.has('v'));
}

function* talk(call: ToolCall, host: string, port: number, untilMs: number, onlyAsk: boolean, verbose: boolean): Gen<number> {
  const { process, flavour } = call;
  const connection = yield* connect(process, host, port, untilMs);
  switch (connection.kind) {
    case 'unknown-host':
      yield* complain(call, flavour === 'busybox' ? `bad address '${host}'` : `getaddrinfo for host "${host}" port ${port}: Name or service not known`);
      return 1;
    case 'refused':
      if (!onlyAsk || verbose || flavour === 'busybox')
        yield* complain(
          call,
          flavour === 'busybox'
            ? `can't connect to remote host (${connection.address}): Connection refused`
            : `connect to ${host} port ${port} (tcp) failed: Connection refused`,
        );
      return 1;
    case 'timeout':
      if (!onlyAsk || verbose)
        yield* complain(call, flavour === 'busybox' ? 'timed out' : `connect to ${host} port ${port} (tcp) failed: Connection timed out`);
      return 1;
    case 'open':
  }
  if (verbose) yield* process.err(`${host} (${connection.address}:${port}) open\n`);
  if (onlyAsk) {
    connection.server.accepted?.();
    return 0;
  }
  const sent = yield* process.readAll(0);
  const reply = exchange(connection.server, sent, host, port);
  if (reply === undefined) {
    connection.server.accepted?.();
    return 0;
  }
  yield* process.out(reply);
  return 0;
}

/** What a server says to a text that may be an HTTP request. */
function exchange(server: Server, text: string, host: string, port: number): string | undefined {
  const request = /^([A-Z]+) (\S+)/.exec(text);
  const reply: HttpReply | undefined = server.http?.({ method: request?.[1] ?? 'GET', target: request?.[2] ?? '/', host: `${host}:${port}`, headers: {} });
  if (reply?.kind !== 'answer') return undefined;
  return request ? `HTTP/1.1 ${reply.status}\r\n\r\n${reply.body}` : reply.body;
}

/** A request as Go writes it: two headers first, then the others by name, then what the connection is asked for (net/http: Request.write; recorded). */
function requestText({ method, target, host, headers }: HttpRequest): string {
  const rankOf = (name: string) => (name === 'User-Agent' ? 0 : name === 'Connection' || name === 'Accept-Encoding' ? 2 : 1);
  const others = Object.entries(headers)
    .filter(([name]) => name !== 'Host')
    .sort(([one], [other]) => rankOf(one) - rankOf(other) || compareText(one, other));
  return [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...others.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}

/** Listens; without `-k` one connection is all there is. */
function* serveConnections(call: ToolCall, port: number, again: boolean, program: readonly string[] | undefined): Gen<number> {
  const { process } = call;
  let connections = 0;
  const server: Server = {
    tls: false,
    accepted: () => {
      connections += 1;
      process.wake();
    },
    http: (request) => {
      connections += 1;
      process.wake();
      const asked = requestText(request);
      const said = program ? runProgram(process, program, asked) : takeAll(process);
      if (!program) process.fds.get(1)?.put(asked);
      return said === undefined ? { kind: 'hang', sameUntilMs: process.kernel.now() } : httpReply(said, process.kernel.now());
    },
  };
  if (!listen(process, [port], server)) {
    yield* complain(call, call.flavour === 'busybox' ? 'bind: Address already in use' : 'Address already in use');
    return 1;
  }
  if (process.isMain) tellPhase(process, { what: 'serving', ports: [port] });
  for (;;) {
    yield {};
    if (connections === 0 || again) continue;
    closePorts(process);
    return 0;
  }
}

/** Everything that stdin holds right now. */
function takeAll(process: Process): string {
  let text = '';
  for (let piece = process.fd(0).take(65_536); piece; piece = process.fd(0).take(65_536)) text += piece;
  return text;
}

/** Runs the program for a connection; undefined if it does not answer at once. */
function runProgram(process: Process, argv: readonly string[], input: string): string | undefined {
  const found = findProgram(process, argv[0] ?? '', process.env);
  if ('error' in found) return '';
  const child = process.kernel.fork(process, found.program, [...argv]);
  const incoming = createPipe();
  const outgoing = createPipe();
  child.setFd(0, incoming.reader);
  child.setFd(1, outgoing.writer);
  incoming.writer.retain().put(input);
  incoming.writer.release();
  outgoing.reader.retain();
  const ended = process.kernel.settle(child);
  const text = outgoing.reader.take(Number.POSITIVE_INFINITY) ?? '';
  return ended || text !== '' ? text : undefined;
}

/** A text as an HTTP client understands it. */
function httpReply(text: string, nowMs: number): HttpReply {
  const head = /^HTTP\/\d(?:\.\d)?\s+(\d{3})[^\n]*\n/.exec(text);
  if (!head) return { kind: 'close', sameUntilMs: nowMs };
  const blank = /\r?\n\r?\n/.exec(text);
  const body = blank ? text.slice(blank.index + blank[0].length) : '';
  return { kind: 'answer', status: Number(head[1]), body, latencyMs: 1, sameUntilMs: nowMs };
}
