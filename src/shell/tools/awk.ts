/** `awk`: the tool; its language is in awk-parse.ts and awk-run.ts. */
import { AwkRun } from './awk-run.ts';
import { AwkSyntaxError, parseAwk } from './awk-parse.ts';
import { LineReader, openInput } from './input.ts';
import { unescape } from './echo.ts';
import { complain, type Tool } from './tool.ts';

export const AWK_TOOLS: Record<string, Tool> = { awk, mawk: awk, gawk: awk };

function* awk(call: Parameters<Tool>[0]): ReturnType<Tool> {
  const { process } = call;
  let words = call.args;
  let separator = ' ';
  const assignments: [string, string][] = [];
  while (/^-./.test(words[0] ?? '')) {
    const word = words[0] as string;
    words = words.slice(1);
    if (word === '--') break;
    const attached = word.slice(2);
    const value = attached === '' ? (words[0] ?? '') : attached;
    if (attached === '') words = words.slice(1);
    if (word[1] === 'F') separator = value === 't' ? '\t' : unescape(value).output;
    if (word[1] === 'v') assignments.push([value.slice(0, value.indexOf('=')), unescape(value.slice(value.indexOf('=') + 1)).output]);
  }
  const [source, ...operands] = words;
  if (source === undefined) {
    yield* process.err(call.flavour === 'busybox' ? 'Usage: awk [OPTIONS] [AWK_PROGRAM] [FILE]...\n' : 'Usage: mawk [Options] [Program] [file ...]\n');
    return call.flavour === 'busybox' ? 1 : 2;
  }
  let run: AwkRun;
  try {
    run = new AwkRun(process, parseAwk(source), separator);
  } catch (error) {
    if (!(error instanceof AwkSyntaxError)) throw error;
    yield* complain(call, call.flavour === 'busybox' ? `cmd. line:1: ${error.message}` : `line 1: ${error.message}`);
    return call.flavour === 'busybox' ? 1 : 2;
  }
  for (const [name, value] of assignments) run.assign(name, value);
  yield* run.begin();
  if (run.readsInput()) {
    for (const path of operands.length === 0 ? ['-'] : operands) {
      if (run.exitCode !== undefined) break;
      const given = /^([A-Za-z_]\w*)=(.*)$/s.exec(path);
      if (given) {
        run.assign(given[1] as string, given[2] as string);
        continue;
      }
      const file = yield* openInput(call, path);
      if (!file) return call.flavour === 'busybox' ? 1 : 2;
      const reader = new LineReader(process, file);
      run.startFile(path);
      for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
        yield* run.record(line);
        if (run.exitCode !== undefined) break;
      }
      reader.close();
    }
  }
  return yield* run.end();
}
