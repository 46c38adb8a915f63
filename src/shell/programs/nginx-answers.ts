/** What nginx answers, by its configuration. */
import type { Process } from '../process.ts';
import type { HttpReply, HttpRequest } from '../types.ts';
import { resolveHost } from '../tools/http-client.ts';
import { type FileServing, serveFile } from './files-server.ts';
import { type Directive, directivesOf, locationOf, valueOf } from './nginx-config.ts';
import { answer, parseTarget } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

const TITLES: Readonly<Record<number, string>> = {
  301: '301 Moved Permanently',
  302: '302 Found',
  400: '400 Bad Request',
  401: '401 Authorization Required',
  403: '403 Forbidden',
  404: '404 Not Found',
  500: '500 Internal Server Error',
  502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable',
};

/** The page of a status, signed by a server. */
export function errorPageOf(server: string): (status: number) => string {
  return (status) => {
    const title = TITLES[status] ?? String(status);
    return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
  };
}

const errorPage = errorPageOf('nginx/1.27.4');

/** The http block and what is asked of it. */
export interface Site {
  http: readonly Directive[];
  server: readonly Directive[];
}

export interface Answered {
  reply: HttpReply;
  /** Whether it leaves a line in the log. */
  isLogged: boolean;
}

const plain = (status: number) => answer(status, errorPage(status), FOREVER);

/** Most internal redirects that one request takes. */
const MOST_REDIRECTS = 10;

export function answerOf(process: Process, site: Site, request: HttpRequest, redirects = 0): Answered {
  const { path } = parseTarget(request);
  const location = locationOf(site.server, path);
  const blocks = [location?.block ?? [], site.server, site.http];
  const isLogged = first(blocks, 'access_log') !== 'off';
  return { reply: redirects > MOST_REDIRECTS ? plain(500) : replyOf(process, site, request, { location, blocks, path, redirects }), isLogged };
}

interface Asked {
  location: Directive | undefined;
  /** From the inside out. */
  blocks: readonly (readonly Directive[])[];
  path: string;
  redirects: number;
}

function replyOf(process: Process, site: Site, request: HttpRequest, asked: Asked): HttpReply {
  const { location, blocks, path } = asked;
  const here = location?.block ?? [];
  const returned = site.server.find(({ name }) => name === 'return') ?? here.find(({ name }) => name === 'return');
  if (returned) return returnOf(returned, request);
  if (here.some(({ name, args }) => name === 'deny' && args[0] === 'all') && !here.some(({ name }) => name === 'allow')) return plain(403);
  const realm = first(blocks, 'auth_basic');
  if (realm !== undefined && realm !== 'off' && !Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization')) return plain(401);
  const pass = here.find(({ name }) => /^(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass$/.test(name));
  if (pass) return passed(process, site, request, pass, location);
  if (here.some(({ name }) => name === 'stub_status'))
    return answer(200, 'Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n', FOREVER);
  const files = serving(blocks, location);
  const tried = [...here, ...(location ? [] : site.server)].find(({ name }) => name === 'try_files') ?? site.server.find(({ name }) => name === 'try_files');
  if (!tried) return serveFile(process, request, files);
  const fallback = tried.args.at(-1) ?? '';
  for (const each of tried.args.slice(0, -1)) {
    const wanted = each.replaceAll('$uri', path).replace(/(.)\/+$/, '$1/');
    const node = process.fs.find(`${files.root}${wanted.replace(/(.)\/$/, '$1')}`, '/');
    if (node && (node.kind === 'dir') === wanted.endsWith('/')) return serveFile(process, { ...request, target: wanted }, files);
  }
  if (fallback.startsWith('=')) return plain(Number(fallback.slice(1)));
  if (fallback.startsWith('@')) {
    const named = directivesOf(site.server, 'location').find(({ args }) => args[0] === fallback);
    return named ? replyOf(process, site, request, { ...asked, location: named, blocks: [named.block ?? [], site.server, site.http] }) : plain(500);
  }
  const next = { ...request, target: filled(fallback, request) };
  return answerOf(process, site, next, asked.redirects + 1).reply;
}

function first(blocks: Asked['blocks'], name: string): string | undefined {
  for (const block of blocks) {
    const value = valueOf(block, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function serving(blocks: Asked['blocks'], location: Directive | undefined): FileServing {
  const alias = valueOf(location?.block ?? [], 'alias');
  const prefix = location?.args.at(-1) ?? '/';
  const index = blocks.map((block) => block.find(({ name }) => name === 'index')?.args).find((args) => args !== undefined) ?? ['index.html'];
  const root = (first(blocks, 'root') ?? '/etc/nginx/html').replace(/\/+$/, '');
  return {
    root,
    ...(alias !== undefined && { mapped: (path: string) => `${alias}${path.slice(prefix.length)}` }),
    index,
    listing: first(blocks, 'autoindex') === 'on',
    errorPage,
  };
}

/** `return 200 "ok"`, `return 301 https://$host$request_uri`, `return https://…`. */
function returnOf({ args }: Directive, request: HttpRequest): HttpReply {
  const [code = '', text] = args;
  const status = /^\d+$/.test(code) ? Number(code) : 302;
  const words = status === 302 && text === undefined && !/^\d+$/.test(code) ? code : text;
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  if (isRedirect && words !== undefined) return answer(status, errorPage(status), FOREVER, { location: filled(words, request) });
  return answer(status, words === undefined && status >= 300 ? errorPage(status) : filled(words ?? '', request), FOREVER);
}

function filled(text: string, request: HttpRequest): string {
  const { path } = parseTarget(request);
  const host = request.host.replace(/:\d+$/, '');
  const values: Record<string, string> = {
    host,
    http_host: request.host,
    server_name: host,
    request_uri: request.target,
    uri: path,
    scheme: 'http',
    is_args: '',
    args: '',
  };
  return text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => values[name] ?? '');
}

/** Whom a request is passed on to: `http://127.0.0.1:3000/api/`, `localhost:9000`, an upstream's first server. */
export function upstreamOf({ http }: Pick<Site, 'http'>, pass: Directive): { host: string; port: number; path: string } | undefined {
  const [, scheme, host = '', port, path = ''] = /^(?:(\w+):\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/.exec(pass.args[0] ?? '') ?? [];
  if (host === '' || host.includes('$') || host === 'unix') return undefined;
  const upstream = directivesOf(http, 'upstream').find(({ args }) => args[0] === host);
  const server = upstream && valueOf(upstream.block ?? [], 'server');
  const [, name = host, own] = server === undefined ? [] : (/^([^:]+)(?::(\d+))?$/.exec(server) ?? []);
  return { host: name, port: Number(own ?? port ?? (scheme === 'https' ? 443 : 80)), path };
}

function passed(process: Process, site: Site, request: HttpRequest, pass: Directive, location: Directive | undefined): HttpReply {
  const upstream = upstreamOf(site, pass);
  const address = upstream && resolveHost(process, upstream.host);
  const { network } = process.kernel.options;
  // Of servers elsewhere nothing is known but that they are there
  if (!upstream || address === undefined || !(/^127\.|^::1?$/.test(address) || address === network.address)) return answer(200, '', FOREVER);
  const server = network.server(upstream.port);
  if (!server) return { ...plain(502), sameUntilMs: process.kernel.now() };
  const target = upstream.path === '' ? request.target : `${upstream.path}${request.target.slice((location?.args.at(-1) ?? '').length)}`;
  const reply = server.http?.({ ...request, target, host: `${upstream.host}:${upstream.port}` }) ?? answer(200, '', FOREVER);
  return reply.kind === 'close' ? { ...plain(502), sameUntilMs: process.kernel.now() } : reply;
}
