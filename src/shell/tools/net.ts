/** Tools for the network: `wget`, `curl`, `nc`, `nslookup`, `getent`, `ip`, … */
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import { parseUrl, reasonOf, request, type Response, resolveHost, type Url } from './http-client.ts';
import { parseDelayMs } from './duration.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

const MAX_REDIRECTS = 20;

export const NET_TOOLS: Record<string, Tool> = {
  wget,
  curl,
  *nslookup(call) {
    const { process } = call;
    const [name = ''] = parseOptions(call.args).operands;
    const address = resolveHost(process, name);
    yield* process.out('Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n');
    if (address === undefined) {
      yield* process.out(`** server can't find ${name}: NXDOMAIN\n\n`);
      return 1;
    }
    yield* process.out(`Name:\t${name}\nAddress: ${address}\n\n`);
    return 0;
  },
  *getent(call) {
    const { process } = call;
    const [database, name] = call.args;
    if (database === 'hosts' || database === 'ahosts' || database === 'ahostsv4') {
      const address = name === undefined ? undefined : resolveHost(process, name);
      if (address === undefined) return 2;
      yield* process.out(`${address.padEnd(15)} ${name}\n`);
      return 0;
    }
    const file = database === 'passwd' ? process.fs.find('/etc/passwd', '/') : undefined;
    const lines =
      file?.kind === 'file'
        ? file.text.split('\n').filter((line) => line !== '' && (name === undefined || line.startsWith(`${name}:`) || line.split(':')[2] === name))
        : [];
    for (const line of lines) yield* process.out(`${line}\n`);
    return lines.length > 0 ? 0 : 2;
  },
  *ping(call) {
    const { process } = call;
    const options = parseOptions(call.args, 'cwWi');
    const [host = ''] = options.operands;
    const address = resolveHost(process, host);
    if (address === undefined) {
      yield* complain(call, call.flavour === 'busybox' ? `bad address '${host}'` : `${host}: Name or service not known`);
      return call.flavour === 'busybox' ? 1 : 2;
    }
    const own = /^127\./.test(address) || address === process.kernel.options.network.address;
    yield* process.out(`PING ${host} (${address}): 56 data bytes\n`);
    const count = Number(options.value('c') ?? Number.POSITIVE_INFINITY);
    for (let sequence = 0; sequence < count; sequence += 1) {
      if (sequence > 0) yield* process.sleep(1000);
      if (own) yield* process.out(`64 bytes from ${address}: seq=${sequence} ttl=64 time=0.050 ms\n`);
    }
    yield* process.out(`\n--- ${host} ping statistics ---\n${count} packets transmitted, ${own ? count : 0} packets received, ${own ? 0 : 100}% packet loss\n`);
    return own ? 0 : 1;
  },
  *ip(call) {
    const { networkAdmin, network } = call.process.kernel.options;
    const { address } = network;
    if (/^(?:add|del|delete|set|change|replace|flush)$/.test(call.args.filter((word) => !word.startsWith('-'))[1] ?? '')) {
      if (networkAdmin) return 0;
      yield* complain(call, 'RTNETLINK answers: Operation not permitted');
      return 2;
    }
    if (call.args.includes('route') || call.args.includes('r')) yield* call.process.out('default via 10.244.0.1 dev eth0\n10.244.0.0/24 dev eth0 scope link\n');
    else
      yield* call.process.out(
        `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    inet 127.0.0.1/8 scope host lo\n2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue\n    inet ${address}/24 brd 10.244.0.255 scope global eth0\n`,
      );
    return 0;
  },
  *ifconfig(call) {
    const { address } = call.process.kernel.options.network;
    yield* call.process.out(
      `eth0      Link encap:Ethernet  HWaddr 0A:58:0A:F4:00:05\n          inet addr:${address}  Bcast:10.244.0.255  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\nlo        Link encap:Local Loopback\n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n`,
    );
    return 0;
  },
  *netstat(call) {
    yield* call.process.out('Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State\n');
    for (let port = 1; port < 65_536; port += 1) {
      if (call.process.kernel.options.network.server(port))
        yield* call.process.out(`tcp        0      0 0.0.0.0:${String(port).padEnd(15)} 0.0.0.0:*               LISTEN\n`);
    }
    return 0;
  },
};

function deadline(process: Process, seconds: string | undefined): number {
  const ms = seconds === undefined ? undefined : parseDelayMs(seconds);
  return ms === undefined || ms === 0 ? Number.POSITIVE_INFINITY : process.kernel.now() + ms;
}

/** Follows redirects. */
function* fetchUrl(
  process: Process,
  url: Url,
  method: string,
  headers: Record<string, string>,
  untilMs: number,
  redirects: number,
): Gen<{ response: Response; url: Url }> {
  let current = url;
  for (let left = redirects; ; left -= 1) {
    const response = yield* request(process, current, method, headers, untilMs);
    const location = response.kind === 'answer' && response.answer.status >= 300 && response.answer.status < 400 ? response.answer.location : undefined;
    const next = location === undefined ? undefined : location.startsWith('/') ? { ...current, target: location } : parseUrl(location);
    if (left <= 0 || !next) return { response, url: current };
    current = next;
  }
}

function* wget(call: ToolCall): Gen<number> {
  const { process } = call;
  const options = parseOptions(call.args, 'OTYPUt', { quiet: 'q', 'output-document': 'O', timeout: 'T', tries: 't' });
  const quiet = options.has('q');
  const text = options.operands[0];
  const url = text === undefined ? undefined : parseUrl(text);
  if (!url) {
    yield* process.err(
      text === undefined
        ? 'BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [-T SEC] URL...\n'
        : `wget: not an http or ftp url: ${text}\n`,
    );
    return 1;
  }
  const untilMs = deadline(process, options.value('T') ?? '900');
  const address = resolveHost(process, url.host);
  if (!quiet && address !== undefined)
    yield* process.err(`Connecting to ${url.host}${text?.includes(`:${url.port}`) ? `:${url.port}` : ''} (${address}:${url.port})\n`);
  const { response } = yield* fetchUrl(
    process,
    url,
    options.has('spider') ? 'HEAD' : options.has('post-data') ? 'POST' : 'GET',
    { 'User-Agent': 'Wget' },
    untilMs,
    MAX_REDIRECTS,
  );
  const fail = function* (message: string): Gen<number> {
    yield* complain(call, message);
    return 1;
  };
  switch (response.kind) {
    case 'unknown-host':
      return yield* fail(`bad address '${url.host}'`);
    case 'refused':
      return yield* fail(`can't connect to remote host (${response.address}): Connection refused`);
    case 'timeout':
      return yield* fail('download timed out');
    case 'closed':
      return yield* fail('error getting response');
    case 'tls-error':
      return yield* fail('error getting response: Connection reset by peer');
    case 'answer':
  }
  const { status, body } = response.answer;
  if (status >= 400) return yield* fail(`server returned error: HTTP/1.1 ${status} ${reasonOf(status)}`);
  if (options.has('spider')) {
    if (!quiet) yield* process.err('remote file exists\n');
    return 0;
  }
  const target = options.value('O') ?? (url.target.split('?')[0]?.split('/').at(-1) || 'index.html');
  const toStdout = target === '-';
  if (!quiet) yield* process.err(toStdout ? 'writing to stdout\n' : `saving to '${target}'\n`);
  if (toStdout) yield* process.out(body);
  else process.fs.open(target, process.cwd, { read: false, write: true, append: false, create: true, truncate: true, umask: process.umask }).put(body);
  if (!quiet)
    yield* process.err(toStdout ? '-                    100% |********************************|  0:00:00 ETA\nwritten to stdout\n' : `'${target}' saved\n`);
  return 0;
}

const CURL_LONG = {
  silent: 's',
  'show-error': 'S',
  fail: 'f',
  output: 'o',
  'write-out': 'w',
  'max-time': 'm',
  location: 'L',
  head: 'I',
  insecure: 'k',
  request: 'X',
  header: 'H',
  data: 'd',
  include: 'i',
  verbose: 'v',
  'connect-timeout': 'C',
  retry: 'R',
  user: 'u',
  'user-agent': 'A',
  'fail-with-body': 'f',
  'data-raw': 'd',
  'data-binary': 'd',
  url: 'U',
};

function* curl(call: ToolCall): Gen<number> {
  const { process } = call;
  const options = parseOptions(call.args, 'owmXHdCRuAUb', CURL_LONG);
  const text = options.value('U') ?? options.operands[0];
  const url = text === undefined ? undefined : parseUrl(text);
  if (!url) {
    yield* process.err(
      text === undefined ? "curl: try 'curl --help' or 'curl --manual' for more information\n" : 'curl: (3) URL using bad/illegal format or missing URL\n',
    );
    return text === undefined ? 2 : 3;
  }
  const attempts = Number(options.value('R') ?? 0) + 1;
  let code = 0;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) yield* process.sleep(Math.min(600_000, 1000 * 2 ** (attempt - 2)));
    code = yield* curlOnce(call, url, options);
    if (code === 0 || ![28, 7].includes(code) || (code === 7 && !options.has('retry-connrefused') && !options.has('retry-all-errors'))) break;
  }
  return code;
}

function* curlOnce(call: ToolCall, url: Url, options: ReturnType<typeof parseOptions>): Gen<number> {
  const { process } = call;
  const startMs = process.kernel.now();
  const untilMs = Math.min(deadline(process, options.value('m')), deadline(process, options.value('C')));
  const method = options.value('X') ?? (options.has('I') ? 'HEAD' : options.has('d') ? 'POST' : 'GET');
  const headers: Record<string, string> = { 'User-Agent': options.value('A') ?? 'curl/7.88.1', Accept: '*/*' };
  for (const header of options.values('H')) {
    const [name = '', value = ''] = header.split(/:\s*/, 2);
    headers[name] = value;
  }
  const { response } = yield* fetchUrl(process, url, method, headers, untilMs, options.has('L') ? MAX_REDIRECTS : 0);
  const status = response.kind === 'answer' ? response.answer.status : 0;
  const failed = options.has('f') && status >= 400;
  if (response.kind === 'answer' && !failed) {
    const head =
      options.has('I') || options.has('i')
        ? `HTTP/1.1 ${status} ${reasonOf(status)}\r\n${response.answer.location === undefined ? '' : `Location: ${response.answer.location}\r\n`}\r\n`
        : '';
    const body = options.has('I') ? head : head + response.answer.body;
    const target = options.value('o');
    if (target === undefined || target === '-') yield* process.out(body);
    else process.fs.open(target, process.cwd, { read: false, write: true, append: false, create: true, truncate: true, umask: process.umask }).put(body);
  }
  const elapsedMs = process.kernel.now() - startMs;
  const format = options.value('w');
  const error = curlError(url, response, failed, elapsedMs);
  if (error && (!options.has('s') || options.has('S'))) yield* process.err(`curl: (${error.code}) ${error.message}\n`);
  if (format !== undefined) {
    const fields: Record<string, string> = {
      http_code: String(status).padStart(3, '0'),
      response_code: String(status).padStart(3, '0'),
      time_total: (elapsedMs / 1000).toFixed(6),
      exitcode: String(error?.code ?? 0),
    };
    yield* process.out(
      format
        .replace(/%\{(\w+)\}/g, (_, name: string) => fields[name] ?? '')
        .replaceAll('\\n', '\n')
        .replaceAll('\\t', '\t'),
    );
  }
  return error?.code ?? 0;
}

function curlError(url: Url, response: Response, failed: boolean, elapsedMs: number): { code: number; message: string } | undefined {
  switch (response.kind) {
    case 'unknown-host':
      return { code: 6, message: `Could not resolve host: ${url.host}` };
    case 'refused':
      return { code: 7, message: `Failed to connect to ${url.host} port ${url.port} after ${elapsedMs} ms: Couldn't connect to server` };
    case 'timeout':
      return { code: 28, message: `Operation timed out after ${elapsedMs} milliseconds with 0 bytes received` };
    case 'closed':
      return { code: 52, message: 'Empty reply from server' };
    case 'tls-error':
      return { code: 35, message: 'error:0A00010B:SSL routines::wrong version number' };
    default:
      return failed ? { code: 22, message: `The requested URL returned error: ${response.answer.status}` } : undefined;
  }
}
