/** The API server's own words about a text that was run: why it refuses, or what it warns of, each at its place and with help. */
import { type Note, refusalNotes, warningNotes } from '../../api/help/index.ts';
import type { Diagnostic, Fix } from '../../model/diagnostics.ts';
import type { Trace } from '../../model/trace.ts';
import { nearestName } from '../../base/nearest-name.ts';
import type { RunAnswer, ToldRun } from './answer.ts';
import type { SimulationReply } from '../protocol.ts';

/**
 * The reply with what the API server says; what it refuses is not shown as a run.
 * @param aboutTheWorkload what it says of the object around a template (`workloadDiagnostics`)
 */
export function withApiAnswers({ reply, told }: RunAnswer, aboutTheWorkload: readonly Diagnostic[]): SimulationReply {
  if (reply.kind !== 'run' || told === undefined) return reply;
  const refused = [...aboutTheWorkload, ...refusals(told)];
  if (refused.length > 0) return { kind: 'run', id: reply.id, diagnostics: [...told.diagnostics, ...refused] };
  return { ...reply, diagnostics: [...reply.diagnostics, ...warnings(told)] };
}

function refusals(told: ToldRun): Diagnostic[] {
  const error = refusalOf(told.trace);
  return error === undefined ? [] : refusalNotes(error, told.scenario.podSource).map((note) => diagnosticOf('error', note, told));
}

function refusalOf({ records }: Trace): Parameters<typeof refusalNotes>[0] | undefined {
  const create = records.find((record) => record.kind === 'Action' && record.index === 0);
  return create?.kind === 'Action' ? create.error : undefined;
}

function warnings(told: ToldRun): Diagnostic[] {
  const { pod, podSource, staticPod } = told.scenario;
  const created = told.trace.records.find((record) => record.kind === 'Pod');
  if (created?.kind !== 'Pod' || staticPod) return [];
  return warningNotes(pod, created.object, podSource).map((note) => diagnosticOf('warning', note, told));
}

function diagnosticOf(severity: Diagnostic['severity'], { field, message, help }: Note, { locate, scenario }: ToldRun): Diagnostic {
  const range = locate(field, 'pod');
  const fix = fixOf(message, scenario.pod.metadata.namespace);
  return { severity, message, path: field, ...(help !== undefined && { help }), ...(fix && { fix }), ...(range && { range }) };
}

/** Objects whose absence the server speaks of, and the least that they need. */
const MISSING: readonly (readonly [message: RegExp, make: (name: string, namespace: string | undefined) => { kind: string } & Record<string, unknown>])[] = [
  [
    /serviceaccount "([^"]+)" not found/,
    (name, namespace) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, ...(namespace !== undefined && { namespace }) } }),
  ],
  [/no PriorityClass with name (\S+) was found/, (name) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: 1000 })],
];

/** What would satisfy the server, where its words say it: the value that is nearest to the one it does not take, or an object that it misses. */
function fixOf(message: string, namespace: string | undefined): Fix | undefined {
  const [, value, values] = /Unsupported value: "([^"]*)": supported values: (.+)$/.exec(message) ?? [];
  if (value !== undefined && values !== undefined) {
    const close = nearestName(
      value,
      Array.from(values.matchAll(/"([^"]+)"/g), ([, each = '']) => each),
    );
    return close === undefined ? undefined : { replacement: close };
  }
  const [, wrong, what] = /(?:^|\.)name: Invalid value: "([^"\\]+)": a lowercase RFC 1123 (label|subdomain)/.exec(message) ?? [];
  if (wrong !== undefined) return nameLike(wrong, what === 'subdomain');
  for (const [pattern, make] of MISSING) {
    const [, name] = pattern.exec(message) ?? [];
    if (name === undefined) continue;
    const object = make(name, namespace);
    return { create: { kind: object.kind, name }, edits: [{ document: 'object', path: '', value: object }] };
  }
  return undefined;
}

/** A name as the API server takes it, for one with capitals, underscores or spaces: `My_Web` is `my-web`. */
function nameLike(name: string, mayHaveDots: boolean): Fix | undefined {
  const replacement = name
    .toLowerCase()
    .replace(mayHaveDots ? /[^a-z0-9.]+/g : /[^a-z0-9]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return replacement === '' ? undefined : { replacement };
}
