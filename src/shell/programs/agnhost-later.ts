/** agnhost as the page has it: loaded when a container first runs one of its programs. */
import { NotLoadedError } from '../../base/not-loaded.ts';
import type { Program } from '../wait.ts';

type Loaded = typeof import('./agnhost-programs.ts');

let loaded: Loaded | undefined;

const load = async () => {
  loaded = await import('./agnhost-programs.ts');
};

const later =
  (name: keyof Loaded): Program =>
  (process) => {
    if (!loaded) throw new NotLoadedError(load);
    return loaded[name](process);
  };

export const agnhost = later('agnhost');
export const livenessServer = later('livenessServer');
export const testWebserver = later('testWebserver');
