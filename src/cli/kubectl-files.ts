/** The files that a kubectl command line names: read, and folders replaced by what is in them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Options, parseCommandLine } from '../api/kubectl/options.ts';
import { InputError, statOf } from './input.ts';
import type { Terminal } from './terminal.ts';

export interface Manifests {
  args: string[];
  files: Record<string, string>;
  stdin: string;
}

/**
 * `refusal`: kubectl's words for a folder without manifests. Standard input is read only if the line asks for it.
 *
 * @throws {InputError} for a file that is there but cannot be read.
 */
export async function manifestsOf(line: readonly string[], terminal: Terminal | undefined): Promise<Manifests | { refusal: string }> {
  const options = optionsOf(line);
  const named = options?.list('filename') ?? [];
  const sources = ['from-file', 'from-env-file'].flatMap((name) => options?.list(name) ?? []).map((source) => source.slice(source.indexOf('=') + 1));
  const folders = new Map<string, string[]>();
  const files: Record<string, string> = {};
  for (const name of named) {
    const stat = name === '-' ? undefined : statOf(name);
    const paths = stat?.isDirectory() ? manifestsIn(name, options?.flag('recursive') ?? false) : stat === undefined ? [] : [name];
    if (stat?.isDirectory()) folders.set(name, paths);
    if (stat !== undefined && paths.length === 0) return { refusal: `error: error reading [${name}]: recognized file extensions are [.json .yaml .yml]` };
    for (const path of paths) files[path] = read(path);
  }
  for (const name of sources) if (statOf(name)?.isFile() === true) files[name] = read(name);
  const stdin = named.includes('-') && terminal !== undefined ? new TextDecoder().decode(await terminal.readStdin()) : '';
  return { args: folders.size === 0 ? [...line] : withFolders(line, folders), files, stdin };
}

/** Undefined for a line that kubectl will refuse. */
function optionsOf(line: readonly string[]): Options | undefined {
  try {
    return new Options(parseCommandLine(line).options);
  } catch {
    return undefined;
  }
}

function manifestsIn(folder: string, recursive: boolean): string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((path) => /\.(json|ya?ml)$/.test(path))
    .sort()
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

/** `-f FOLDER` becomes `-f FOLDER/a.yaml,FOLDER/b.yaml`. */
function withFolders(line: readonly string[], folders: ReadonlyMap<string, string[]>): string[] {
  const replaced = (value: string) =>
    value
      .split(',')
      .flatMap((name) => folders.get(name) ?? [name])
      .join(',');
  return line.map((word, i) => {
    if (i > 0 && /^(-f|--filename)$/.test(line[i - 1] ?? '')) return replaced(word);
    const [, flag, value] = /^(--filename=|-f=?)(.+)$/s.exec(word) ?? [];
    return flag === undefined || value === undefined ? word : `${flag}${replaced(value)}`;
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
