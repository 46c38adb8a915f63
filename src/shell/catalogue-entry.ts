/** What the catalogue of images says of one. */
import type { Image, SignalName } from './types.ts';

interface Properties {
  shell: Image['shell'];
  sizeMiB: number;
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  env?: Readonly<Record<string, string>>;
  workdir?: string;
  user?: string;
  stopSignal?: SignalName;
  ports?: readonly number[];
}

export interface CatalogueEntry extends Properties {
  /** Repositories without registry. */
  names: readonly string[];
  /** Executables beyond the shell's tools: path to the program that it is. */
  programs?: Readonly<Record<string, string>>;
  /** Made from buildpack-deps, unless its tag says slim or Alpine: with what one fetches and builds software. */
  buildpack?: true;
  /** Built on Alpine whatever its tag says: BusyBox's applets in /bin and /usr/bin. */
  alpine?: true;
  /** Files beyond the usual ones. */
  files?: Readonly<Record<string, string>>;
  /** What differs by tag. */
  variants?: readonly ({ tag: RegExp } & Partial<Properties>)[];
}
