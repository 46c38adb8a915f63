/** Web servers that serve a directory. */
import type { Directory, FileNode, Node } from '../files.ts';
import type { Process } from '../process.ts';
import type { HttpReply, HttpRequest } from '../types.ts';
import { answer, parseTarget } from './serving.ts';

export interface FileServing {
  root: string;
  /** The file for a path, where it is not below the root. */
  mapped?(path: string): string;
  index: readonly string[];
  /** Whether a directory without index is listed; 403 otherwise. */
  listing: boolean;
  errorPage(status: number): string;
}

/** Answers from the files as they are now. */
export function serveFile(process: Process, request: HttpRequest, how: FileServing): HttpReply {
  const sameUntilMs = steadyUntil(process);
  const { path } = parseTarget(request);
  const file = (status: number, body: string) => answer(status, request.method === 'HEAD' ? '' : body, sameUntilMs);
  if (path.split('/').includes('..')) return file(400, how.errorPage(400));
  const full = how.mapped?.(path) ?? `${how.root}${path}`;
  const node = process.fs.find(full.replace(/(.)\/+$/, '$1'), '/');
  if (!node) return file(404, how.errorPage(404));
  if (node.kind === 'dir') {
    if (!path.endsWith('/')) return { kind: 'answer', status: 301, body: how.errorPage(301), location: `${path}/`, latencyMs: 1, sameUntilMs };
    const index = indexOf(node, how.index);
    if (index) return readable(process, index) ? file(200, index.text) : file(403, how.errorPage(403));
    return how.listing ? file(200, listing(path, node)) : file(403, how.errorPage(403));
  }
  if (node.kind !== 'file' || !readable(process, node)) return file(403, how.errorPage(403));
  return path.endsWith('/') ? file(404, how.errorPage(404)) : file(200, node.text);
}

function readable(process: Process, node: Node): boolean {
  return process.fs.permitted(node, 4);
}

function indexOf(folder: Directory, names: readonly string[]): FileNode | undefined {
  for (const name of names) {
    const node = folder.get(name);
    if (node?.kind === 'file') return node;
  }
  return undefined;
}

function listing(path: string, folder: Directory): string {
  const lines = folder
    .names()
    .sort()
    .map((name) => `<a href="${name}">${name}</a>`);
  return `<!doctype html>\n<title>Index of ${path}</title>\n<pre>\n${lines.join('\n')}\n</pre>\n`;
}

/**
 * How long files stay as they are: for ever if there is nobody to write any, that is, no process but the server's own and
 * no volume that others may have mounted too.
 */
function steadyUntil(process: Process): number {
  const { kernel, fs } = process;
  const alone = [...kernel.processes.values()].every((other) => other === process || other.parent === process || process.parent === other);
  const shared = [...fs.mounts.keys()].some((path) => path !== '/proc' && path !== '/dev');
  return alone && !shared ? Number.POSITIVE_INFINITY : kernel.now();
}
