#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { compiledName } from './compiled-name.mjs';
import { podloupe } from './podloupe.ts';
import { processTerminal } from './terminal.ts';

type Program = typeof import('./program.ts');

const PROGRAM = new URL(/* @vite-ignore */ 'program.cjs', import.meta.url);

/** What a program was compiled to when it was built (`scripts/compile.mjs`); undefined with another Node. */
function compiled(): Buffer | undefined {
  try {
    return readFileSync(new URL(compiledName(process), import.meta.url));
  } catch {
    return undefined;
  }
}

/** A third of a short call would be compiling: modules cannot be taken compiled, a script can. */
function load(): Program {
  const require = module.createRequire(PROGRAM);
  const cachedData = compiled();
  if (cachedData === undefined) {
    // From Node 22 on the second call finds its code compiled
    if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
    return require(fileURLToPath(PROGRAM));
  }
  // The build writes ASCII only
  const script = new Script(module.wrap(readFileSync(PROGRAM, 'latin1')), { filename: fileURLToPath(PROGRAM), cachedData });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, require, loaded);
  return loaded.exports as Program;
}

if (isMainThread) process.exitCode = await podloupe(process.argv.slice(2), processTerminal(), (name) => load().loadCommand(name));
else await load().serveSweep();
