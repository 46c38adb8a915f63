#!/usr/bin/env node
import { podloupe } from './podloupe.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await podloupe(process.argv.slice(2), processTerminal());
