/** nginx's configuration: blocks and directives, as far as they decide what it listens on and answers. Errors are in its own words. */

export interface Directive {
  name: string;
  args: readonly string[];
  /** Where it stands, for errors: `/etc/nginx/nginx.conf:12`. */
  place: string;
  block?: readonly Directive[];
}

/** What nginx says of a configuration that it does not take (`[emerg]`). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface Files {
  /** Text of a file; undefined if there is none. */
  read(path: string): string | undefined;
  /** Files that a pattern with `*` in its last part stands for, in order. */
  matching(pattern: string): readonly string[];
}

type Context = 'main' | 'events' | 'http' | 'server' | 'location' | 'upstream' | 'other';

/** Where directives may stand that people put in the wrong place; others are not looked at. */
const ALLOWED: Readonly<Record<string, readonly Context[]>> = {
  events: ['main'],
  http: ['main'],
  worker_processes: ['main'],
  user: ['main'],
  pid: ['main'],
  daemon: ['main'],
  worker_connections: ['events'],
  server: ['http', 'upstream', 'other'],
  upstream: ['http', 'other'],
  location: ['server', 'location'],
  listen: ['server', 'other'],
  server_name: ['server', 'other'],
  root: ['http', 'server', 'location', 'other'],
  index: ['http', 'server', 'location'],
  proxy_pass: ['location', 'other'],
  return: ['server', 'location', 'other'],
  try_files: ['server', 'location'],
};

const BLOCKS: Readonly<Record<string, Context>> = { events: 'events', http: 'http', server: 'server', location: 'location', upstream: 'upstream' };

/** Reads a configuration with everything that it includes. @throws ConfigError */
export function parseConfig(files: Files, path: string): Directive[] {
  const text = files.read(path);
  if (text === undefined) throw new ConfigError(`open() "${path}" failed (2: No such file or directory)`);
  return parseText(files, path, text, 'main');
}

function parseText(files: Files, path: string, text: string, context: Context): Directive[] {
  const tokens = tokensOf(text);
  let at = 0;
  const block = (inside: Context, isOutermost: boolean): Directive[] => {
    const directives: Directive[] = [];
    let words: Token[] = [];
    for (;;) {
      const token = tokens[at];
      at += 1;
      if (token === undefined) {
        const line = text.split('\n').length;
        if (words.length > 0) throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${path}:${line}`);
        if (!isOutermost) throw new ConfigError(`unexpected end of file, expecting "}" in ${path}:${line}`);
        return directives;
      }
      if (token.kind === 'word') {
        words.push(token);
        continue;
      }
      const place = `${path}:${token.line}`;
      const [first, ...rest] = words;
      if (token.kind === '}') {
        if (words.length > 0 || isOutermost) throw new ConfigError(`unexpected "}" in ${place}`);
        return directives;
      }
      if (first === undefined) throw new ConfigError(`unexpected "${token.kind}" in ${place}`);
      words = [];
      const allowed = ALLOWED[first.text];
      if (allowed && !allowed.includes(inside)) throw new ConfigError(`"${first.text}" directive is not allowed here in ${path}:${first.line}`);
      const args = rest.map((word) => word.text);
      if (token.kind === '{') directives.push({ name: first.text, args, place, block: block(insideOf(first.text, inside), false) });
      else if (first.text === 'include') directives.push(...included(files, args[0] ?? '', inside, place));
      else directives.push({ name: first.text, args, place });
    }
  };
  return block(context, true);
}

/** In blocks of other modules (`stream`, `map`, `if`) directives have rules of their own. */
function insideOf(name: string, inside: Context): Context {
  return inside === 'other' ? 'other' : (BLOCKS[name] ?? 'other');
}

function included(files: Files, pattern: string, context: Context, place: string): Directive[] {
  const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
  if (path.includes('*')) return files.matching(path).flatMap((each) => parseText(files, each, files.read(each) ?? '', context));
  const text = files.read(path);
  // What every package brings along
  if (text === undefined && /\/(?:mime\.types|fastcgi_params|uwsgi_params|scgi_params|fastcgi\.conf)$/.test(path)) return [];
  if (text === undefined) throw new ConfigError(`open() "${path}" failed (2: No such file or directory) in ${place}`);
  return parseText(files, path, text, context);
}

interface Token {
  kind: 'word' | '{' | '}' | ';';
  text: string;
  line: number;
}

const TOKEN =
  /(\s+)|#[^\n]*|([{};])|"((?:\\[^]|[^"\\])*)"|'((?:\\[^]|[^'\\])*)'|((?:\$\{[^}]*\}|\\[^]|[^\s{};"'#\\]|(?<=\S)#)(?:\$\{[^}]*\}|\\[^]|[^\s{};\\])*)/y;

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null && found[0] !== ''; found = TOKEN.exec(text)) {
    const [whole, , mark, double, single, word] = found;
    if (mark !== undefined) tokens.push({ kind: mark as '{' | '}' | ';', text: mark, line });
    const said = (double ?? single)?.replace(/\\([nrt"'\\])/g, (_, escaped: string) => ESCAPED[escaped] ?? escaped) ?? word;
    if (said !== undefined) tokens.push({ kind: 'word', text: said, line });
    line += whole.split('\n').length - 1;
  }
  return tokens;
}

/** The value of a directive in a block. */
export function valueOf(block: readonly Directive[], name: string): string | undefined {
  return block.find((each) => each.name === name)?.args[0];
}

export function directivesOf(block: readonly Directive[], name: string): readonly Directive[] {
  return block.filter((each) => each.name === name);
}

export interface Listen {
  port: number;
  /** As errors name it: `0.0.0.0:80`. */
  address: string;
  tls: boolean;
  isDefault: boolean;
}

/** What a server block listens on. */
export function listensOf(server: readonly Directive[], isRoot: boolean): Listen[] {
  const all = directivesOf(server, 'listen').flatMap(({ args: [where = '', ...how] }): Listen[] => {
    if (where.startsWith('unix:')) return [];
    const port = Number(/(?:^|:)(\d+)$/.exec(where)?.[1] ?? 80);
    const host = /^(\[.*\]|[^:[\]]*[^\d:[\]][^:[\]]*|\d+(?:\.\d+){3})(?::|$)/.exec(where)?.[1];
    const address = `${host === undefined || host === '*' ? '0.0.0.0' : host}:${port}`;
    return [{ port, address, tls: how.includes('ssl'), isDefault: how.includes('default_server') || how.includes('default') }];
  });
  const port = isRoot ? 80 : 8000;
  return all.length > 0 ? all : [{ port, address: `0.0.0.0:${port}`, tls: false, isDefault: false }];
}

/** The block of the location that a path belongs to (ngx_http_core_find_location): the exact one, the longest prefix, unless a pattern matches. */
export function locationOf(server: readonly Directive[], path: string): Directive | undefined {
  const locations = directivesOf(server, 'location').map((directive) => {
    const [first = '', second] = directive.args;
    return second === undefined ? { directive, how: '', what: first } : { directive, how: first, what: second };
  });
  const exact = locations.find(({ how, what }) => how === '=' && what === path);
  if (exact) return exact.directive;
  const prefixes = locations.filter(({ how, what }) => (how === '' || how === '^~') && !what.startsWith('@') && path.startsWith(what));
  const [longest] = prefixes.sort((a, b) => b.what.length - a.what.length);
  if (longest?.how !== '^~') {
    const pattern = locations.find(({ how, what }) => (how === '~' || how === '~*') && matches(what, how === '~*', path));
    if (pattern) return pattern.directive;
  }
  // A location within says more
  return longest && (locationOf(longest.directive.block ?? [], path) ?? longest.directive);
}

function matches(pattern: string, ignoresCase: boolean, path: string): boolean {
  try {
    return new RegExp(pattern, ignoresCase ? 'i' : '').test(path);
  } catch {
    return false;
  }
}
