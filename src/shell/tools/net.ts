/** Tools that fetch: `wget`, `curl`. */
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import { parseUrl, reasonOf, request, type Response, resolveHost, type Url } from './http-client.ts';
import { parseDelayMs } from './duration.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

const MAX_REDIRECTS = 20;

export const NET_TOOLS: Record<string, Tool> = { wget, curl };

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
