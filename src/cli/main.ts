#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';
import { podloupe } from './podloupe.ts';
import { processTerminal } from './terminal.ts';

if (isMainThread) process.exitCode = await podloupe(process.argv.slice(2), processTerminal());
else (await import('./sweep-thread.ts')).serveSweep();
