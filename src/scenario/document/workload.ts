/** `workloads`: what the program in a container does (spec.workloads.<container> of a Scenario document). */
import type { ExecAnswer, HttpResponse, HttpRoute, Workload } from '../../model/scenario.ts';
import { bytes, choice, duration, expected, flag, isObject, listOf, looseText, record, reportUnknown, text, whole, withUndone, type Read } from './readers.ts';
import { say } from '../texts/say.ts';

const SIGNALS = [
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'STKFLT',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'XCPU',
  'XFSZ',
  'VTALRM',
  'PROF',
  'WINCH',
  'IO',
  'PWR',
  'SYS',
].map((name) => `SIG${name}`);

/** `SIGTERM`, `TERM` or `15` → `SIGTERM`. */
export const signal: Read<string> = (value, path, problems) => {
  if (typeof value === 'number') {
    const named = SIGNALS[value - 1];
    return named ?? expected('a signal such as SIGTERM', value, path, problems);
  }
  const name = typeof value === 'string' && !value.startsWith('SIG') ? `SIG${value}` : value;
  if (typeof name === 'string' && /^SIGRTM(?:IN|AX)(?:[+-]\d+)?$/.test(name)) return name;
  return SIGNALS.includes(name as string) ? (name as string) : choice(...SIGNALS)(name, path, problems);
};

const exitCode = whole(0, 255, 'an exit code');
export const port = whole(1, 65_535, 'a port');
export const command = listOf(looseText);

const response: Read<HttpResponse> = (value, path, problems) => {
  // A bare status is short for a response that lasts for ever.
  if (typeof value === 'number') return responseOf({ status: value });
  const read = record('a response', { for: duration, status: whole(100, 599, 'an HTTP status'), latency: duration, location: text, body: text })(
    value,
    path,
    problems,
  );
  return read && responseOf(read);
};

function responseOf(read: { for?: number; status?: number; latency?: number; location?: string; body?: string }): HttpResponse {
  return {
    ...(read.for !== undefined && { forMs: read.for }),
    status: read.status ?? 200,
    ...(read.latency !== undefined && { latencyMs: read.latency }),
    ...(read.location !== undefined && { location: read.location }),
    ...(read.body !== undefined && { body: read.body }),
  };
}

const route: Read<HttpRoute> = (value, path, problems) => {
  const read = record('a route', { path: text, responses: listOf(response), latency: duration, tls: flag })(value, path, problems);
  if (!read) return undefined;
  if (read.path !== undefined && !/^[/*?]/.test(read.path)) {
    problems.add([...path, 'path'], say('{0} is not the path of a URL', JSON.stringify(read.path)), { help: 'A path begins with `/`, e.g. `/healthz`.' });
  }
  return {
    ...(read.path !== undefined && { path: read.path }),
    responses: read.responses !== undefined && read.responses.length > 0 ? read.responses : [{ status: 200 }],
    ...(read.latency !== undefined && { latencyMs: read.latency }),
    tls: read.tls ?? false,
  };
};

const execAnswer: Read<ExecAnswer> = (value, path, problems) => {
  const read = record('a result', { for: duration, exitCode, output: text, error: text })(value, path, problems);
  return (
    read && {
      ...(read.for !== undefined && { forMs: read.for }),
      exitCode: read.exitCode ?? 0,
      ...(read.output !== undefined && { output: read.output }),
      ...(read.error !== undefined && { error: read.error }),
    }
  );
};

const execEntry: Read<NonNullable<Workload['exec']>[number]> = (value, path, problems) => {
  const read = record('an exec entry', { command, results: listOf(execAnswer), takes: duration }, ['command'])(value, path, problems);
  return (
    read?.command && {
      command: read.command,
      results: read.results !== undefined && read.results.length > 0 ? read.results : [{ exitCode: 0 }],
      ...(read.takes !== undefined && { takesMs: read.takes }),
    }
  );
};

const oom: Read<boolean | 'child'> = (value, path, problems) =>
  typeof value === 'boolean' || value === 'child' ? value : expected('true, false or child', value, path, problems);

const exit: Read<NonNullable<Workload['exit']>> = (value, path, problems) => {
  const read = record('exit', { after: duration, code: exitCode, signal, oom })(value, path, problems);
  if (!read) return undefined;
  if (read.code !== undefined && (read.signal !== undefined || (read.oom !== undefined && read.oom !== false))) {
    problems.add([...path, 'code'], 'an exit has a code, or a signal or oom that ends the process', {
      help: 'Remove `code`: a process that a signal ends exits with 128 and the number of the signal.',
    });
  }
  return {
    afterMs: read.after ?? 0,
    ...(read.code !== undefined && { code: read.code }),
    ...(read.signal !== undefined && { signal: read.signal }),
    ...(read.oom !== undefined && { oom: read.oom }),
  };
};

const onTerm: Read<NonNullable<Workload['onTerm']>> = (value, path, problems) => {
  if (value === 'ignore') return 'ignore';
  if (!isObject(value)) return expected('`ignore` or a map of exitAfter, code, serves', value, path, problems);
  const read = record('onTerm', { exitAfter: duration, code: exitCode, serves: flag })(value, path, problems);
  return read && { exitAfterMs: read.exitAfter ?? 0, code: read.code ?? 0, serves: read.serves ?? false };
};

const FIELDS = {
  boot: duration,
  listens: listOf(port),
  http: listOf(route),
  grpc: choice('SERVING', 'NOT_SERVING', 'UNKNOWN', 'SERVICE_UNKNOWN'),
  exec: listOf(execEntry),
  exit,
  writes: record('writes', { after: duration, size: bytes }, ['size']),
  onTerm,
};

/** A workload without `instances`: what `instances` and the `set` of an action hold too. */
const plainWorkload: Read<Workload> = (value, path, problems) => {
  const read = record('a workload', FIELDS)(value, path, problems);
  if (!read) return undefined;
  const { boot, writes, ...same } = read;
  return {
    ...(boot !== undefined && { bootMs: boot }),
    ...same,
    ...(writes?.size !== undefined && { writes: { afterMs: writes.after ?? 0, sizeBytes: writes.size } }),
  };
};

/** One entry of `workloads`. */
export const workload: Read<Workload> = (value, path, problems) => {
  if (!isObject(value)) return plainWorkload(value, path, problems);
  const { instances: written, ...rest } = value;
  const unknown = Object.keys(rest).filter((field) => !Object.hasOwn(FIELDS, field));
  for (const field of unknown) reportUnknown('a workload', field, [...Object.keys(FIELDS), 'instances'], [...path, field], problems);
  const read = plainWorkload(Object.fromEntries(Object.entries(rest).filter(([field]) => !unknown.includes(field))), path, problems);
  if (!read || written === undefined || written === null) return read;
  const instancesPath = [...path, 'instances'];
  if (!isObject(written)) return expected('a map of start numbers (1, 2, …)', written, instancesPath, problems);
  const instances: Record<number, Workload> = {};
  for (const [number, one] of Object.entries(written)) {
    if (!/^[1-9]\d*$/.test(number)) {
      problems.add([...instancesPath, number], say('"{0}" is not the number of a start', number), {
        at: 'key',
        help: 'Starts of the container are counted from 1.',
      });
      continue;
    }
    const override = plainWorkload(one, [...instancesPath, number], problems);
    if (override) instances[Number(number)] = override;
  }
  return { ...read, instances };
};

/** The `set` of an action `workload`; `exit: null` undoes what was declared. */
export const workloadChange: Read<Workload> = (value, path, problems) => withUndone(workload(value, path, problems), value, { boot: 'bootMs' });
