/** The state of everything at one moment of a run, as text. */
import type { EventLine, TimedLine } from './lines.ts';
import { Memory } from './memory.ts';
import { conditionWords, rowWords } from './pod-changes.ts';
import { containerStatus, containerStatuses } from './pods.ts';
import { eventText, seconds } from './timeline-rows.ts';
import { joined, stateWords } from './words.ts';
import { LEAST_TEXT_WIDTH, oneLine, wrapped } from './wrap.ts';

/** Where the hook, the probes and the signals of one container stand. */
interface Standing {
  hooks: Map<string, number>;
  /** By probe: the last result and how many attempts in a row had it. */
  probes: Map<string, { result: string; message: string; inARow: number; t: number }>;
  signal?: { name: string; t: number };
}

/** What is true after everything that happened up to and at `atMs`. */
export function momentText(lines: readonly TimedLine[], atMs: number, width: number | undefined): string {
  const past = lines.filter(({ t }) => t <= atMs);
  const memory = new Memory();
  past.forEach((line, n) => memory.take(line, n));
  const entries: [label: string, text: string][] = [
    ...podEntries(memory),
    ...containersOf(memory, past).flatMap((container) => containerEntries(container, memory, standingOf(container, past))),
    ...kubeletEntries(past),
    ...eventEntries(past),
  ];
  const labelWidth = entries.reduce((most, [label]) => Math.max(most, label.length), 0);
  const indent = ' '.repeat(labelWidth + 2);
  const body = entries.map(([label, text], index) => {
    const isNew = label !== entries[index - 1]?.[0];
    const textWidth = width === undefined ? undefined : Math.max(LEAST_TEXT_WIDTH, width - indent.length);
    const [first = '', ...more] = wrapped(oneLine(text), textWidth);
    return `${(isNew ? label : '').padEnd(labelWidth)}  ${first}\n${more.map((line) => `${indent}${line}\n`).join('')}`;
  });
  return `at ${seconds(atMs)} of ${seconds(lines.at(-1)?.t ?? 0)}\n${body.join('')}`;
}

function podEntries(memory: Memory): [string, string][] {
  const { pod, gone } = memory.view();
  if (!pod) return [['pod', gone ? 'gone from the API' : 'not created yet']];
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata ?? {};
  const { phase, reason, conditions = [] } = pod.status ?? {};
  const deletion = deletionTimestamp ? `deletionTimestamp ${deletionTimestamp}, grace ${deletionGracePeriodSeconds ?? '?'}s` : '';
  return [
    ['pod', [rowWords(pod), `phase ${phase ?? 'unknown'}`, reason && `reason ${reason}`, deletion].filter(Boolean).join(' · ')],
    ['pod.conditions', conditions.map((condition) => conditionWords(condition)).join(' · ') || 'none'],
  ];
}

function containersOf(memory: Memory, past: readonly TimedLine[]): string[] {
  const names = new Set(containerStatuses(memory.podLine?.object).map(({ name }) => name));
  for (const line of past) if (line.kind === 'Process') names.add(line.container);
  return [...names];
}

function standingOf(container: string, past: readonly TimedLine[]): Standing {
  const standing: Standing = { hooks: new Map(), probes: new Map() };
  for (const line of past) {
    if (!('container' in line) || line.container !== container) continue;
    if (line.kind === 'Process' && line.what === 'start') {
      standing.probes.clear();
      delete standing.signal;
    }
    if (line.kind === 'Signal') standing.signal = { name: line.signal, t: line.t };
    if (line.kind === 'Hook' && line.what === 'start') standing.hooks.set(line.hook, line.t);
    if (line.kind === 'Hook' && line.what === 'end') standing.hooks.delete(line.hook);
    if (line.kind === 'Probe' && line.what === 'end') {
      const before = standing.probes.get(line.probe);
      const result = line.result ?? 'success';
      standing.probes.set(line.probe, { result, message: line.message ?? '', inARow: before?.result === result ? before.inARow + 1 : 1, t: line.t });
    }
  }
  return standing;
}

function containerEntries(container: string, memory: Memory, { hooks, probes, signal }: Standing): [string, string][] {
  const entries: [string, string][] = [];
  const status = containerStatus(memory.view().pod, container);
  if (status) {
    const last = stateWords(status.lastState);
    const flags = [status.started && 'started', status.ready && 'ready', status.restartCount ? `restartCount ${status.restartCount}` : ''];
    entries.push([`${container}.status`, [stateWords(status.state) || 'no state', ...flags, last && `last ${last}`].filter(Boolean).join(', ')]);
  }
  const ledger = memory.ledger(container);
  const run = ledger?.runs.at(-1);
  const hook = [...hooks].map(([name, t]) => `${name} hook since ${seconds(t)}`);
  if (run) {
    const what = run.exit
      ? `#${run.instance} ended at ${seconds(run.exit.t)} with code ${run.exitCode ?? '?'}${ledger?.latest === 'removed' ? ', removed from the runtime' : ''}`
      : `#${run.instance} runs since ${seconds(run.start.t)}`;
    entries.push([`${container}.process`, [what, ...hook, !run.exit && signal && `${signal.name} at ${seconds(signal.t)}`].filter(Boolean).join(', ')]);
  }
  for (const [probe, { result, message, inARow, t }] of probes) {
    const isTold = result !== 'success' && message !== '';
    entries.push([`${container}.${probe}`, joined(result, inARow > 1 && `×${inARow}`, `at ${seconds(t)}`).concat(isTold ? `: ${message}` : '')]);
  }
  return entries;
}

function kubeletEntries(past: readonly TimedLine[]): [string, string][] {
  const last = past.findLast((line) => line.kind === 'Kubelet');
  return last?.kind === 'Kubelet' ? [['kubelet', `${last.what} since ${seconds(last.t)}`]] : [];
}

/** The Events that exist, each with its latest count. */
function eventEntries(past: readonly TimedLine[]): [string, string][] {
  const latest = new Map<unknown, EventLine>();
  for (const line of past) {
    if (line.kind !== 'Event') continue;
    const key = line.object.metadata?.uid ?? line.object.metadata?.name ?? line;
    if (line.type === 'DELETED') latest.delete(key);
    else latest.set(key, line);
  }
  return [...latest.values()].map((line) => ['events', `${seconds(line.t).padStart(7)}  ${eventText(line, line.object.count ?? 1, line.t)}`]);
}
