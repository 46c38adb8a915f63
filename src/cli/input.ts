/** What FILE stands for: a file, a folder, standard input or a share link. */
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Seed } from '../base/random.ts';
import type { Terminal } from './terminal.ts';

/** One text to work on. */
export interface Input {
  /** How messages name it. */
  label: string;
  /** Name for files that come out of it, without extension; inside a folder its path below that folder. */
  name: string;
  /** @throws {InputError} if it cannot be read. */
  read(): InputContent | Promise<InputContent>;
}

/** A text, and what a share link says beside it. */
export interface InputContent {
  text: string;
  view?: { seed?: Seed; at?: string };
}

/** An input that cannot be read. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The inputs that the operands name, in their order; what is in a folder by path. A missing file shows when it is read. */
export function inputsOf(operands: readonly string[], terminal: Terminal): Input[] {
  return operands.flatMap((operand): Input[] => {
    if (operand === '-') return [{ label: 'standard input', name: 'stdin', read: async () => ({ text: textOf(await terminal.readStdin()) }) }];
    const stat = statOf(operand);
    if (stat?.isDirectory()) return inputsOfFolder(operand);
    if (stat === undefined && isLink(operand)) return [{ label: 'link', name: 'link', read: () => readLink(operand) }];
    return [fileInput(operand, nameOf(operand))];
  });
}

/** Undefined where nothing is, or nothing that may be looked at: what is wrong shows when it is read. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a word is a share link rather than a path. */
export function isLink(word: string): boolean {
  return /#[1-9A-Z]/.test(word);
}

async function readLink(link: string): Promise<InputContent> {
  const { contentOfLink } = await import('./link-text.ts');
  return contentOfLink(link);
}

function fileInput(path: string, name: string): Input {
  return { label: path, name, read: () => ({ text: readText(path) }) };
}

/** @throws {InputError} */
function readText(path: string): string {
  try {
    return textOf(readFileSync(path));
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(reasonOf(error));
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    // The byte order mark stays: a link gives a text back byte for byte
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError('is not text in UTF-8');
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES') return 'may not be read';
  return error instanceof Error ? error.message : String(error);
}

function nameOf(path: string): string {
  return basename(path).replace(/\.(ya?ml|json)$/i, '');
}

const KINDS = 'Pod|PodTemplate|Deployment|ReplicaSet|StatefulSet|DaemonSet|Job|CronJob|ReplicationController';
const HOLDS_POD = new RegExp(
  `^(?:\\s*\\{)?\\s*["']?kind["']?\\s*:\\s*["']?(?:${KINDS})["']?\\s*(?:[,}#]|$)|[{,]\\s*["']?kind["']?\\s*:\\s*["']?(?:${KINDS})\\b`,
  'm',
);

/** Every `.yaml` below a folder that holds a Pod or an object with a Pod template. */
function inputsOfFolder(folder: string): Input[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.yaml') && !path.split(/[\\/]/).some((part) => part.startsWith('.') || part === 'node_modules'),
  );
  return paths
    .sort()
    .map((path) => fileInput(join(folder, path), path.slice(0, -'.yaml'.length)))
    .filter(({ label }) => statSync(label).isFile() && holdsPod(label));
}

function holdsPod(path: string): boolean {
  try {
    return HOLDS_POD.test(readText(path));
  } catch {
    // Let it be reported when it is read
    return true;
  }
}
