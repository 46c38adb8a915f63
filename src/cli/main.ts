#!/usr/bin/env node
import module from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { podloupe } from './podloupe.ts';
import { processTerminal } from './terminal.ts';

// From Node 22 on the second call finds its code compiled. What comes with a command is loaded only after this
if (isMainThread && 'enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();

if (isMainThread) process.exitCode = await podloupe(process.argv.slice(2), processTerminal());
else (await import('./sweep-thread.ts')).serveSweep();
