/** All programs by name, and what commands are taken for that nobody knows. */
import type { Programs } from '../kernel.ts';
import type { Process } from '../process.ts';
import type { Program } from '../wait.ts';
import { BUSYBOX_TOOLS, COREUTILS_TOOLS } from '../tools/registry.ts';
import type { Image } from '../types.ts';
import { assumedProgram } from './assumed.ts';
import { GUESSED, SERVER_PROGRAMS } from './servers.ts';
import { SHELLS } from './shells.ts';

export function createPrograms(image: Image): Programs {
  const tools = image.shell === 'busybox' ? BUSYBOX_TOOLS : COREUTILS_TOOLS;
  return {
    named: (name) => SHELLS.get(name) ?? SERVER_PROGRAMS.get(name) ?? tools.get(name),
    models: (name, argv) => !(GUESSED.get(name)?.(argv) ?? false),
    assumed: (process, name) => (image.known || (image.shell === 'none' && isShell(name)) ? undefined : assume(process, name)),
  };
}

function isShell(name: string): boolean {
  return /(?:^|\/)(?:ba|da|a)?sh$/.test(name);
}

/** In an image that nobody knows: a server where the main program asks for it, a command that succeeds elsewhere. */
function assume(process: Process, name: string): Program | undefined {
  const { fs, cwd, kernel } = process;
  const path = name.startsWith('/') ? name : `${cwd}/${name}`;
  for (const [mount] of fs.mounts) if (name.includes('/') && path.startsWith(`${mount}/`)) return undefined;
  const root = (process.root as Process | undefined)?.pid;
  const isMain = root === undefined ? kernel.processes.size === 0 : root === kernel.mainPid;
  return assumedProgram([name], isMain && process.mayServe ? 'the main program' : 'a step');
}
