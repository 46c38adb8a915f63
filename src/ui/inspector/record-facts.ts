/** What a record says, as names and values. */
import type { Trace, TraceRecord } from '../../model/trace.ts';
import { seconds } from '../format.ts';
import { inspectorTexts } from '../texts/en-inspector.ts';
import { recordWords } from './record-words.ts';

export interface Fact {
  name: string;
  value: string;
}

const words = inspectorTexts.facts;

export function recordFacts(trace: Trace, record: TraceRecord): Fact[] {
  const { message } = recordWords(trace, record);
  const facts: [string, string | number | undefined][] = [
    [inspectorTexts.why.time, seconds(record.t)],
    ...('container' in record ? [[words.container, record.container] as [string, string]] : []),
    ...('instance' in record ? [[words.run, record.instance] as [string, number]] : []),
    ...factsOfKind(record),
    // A process has no message of its own; its words show the signal there.
    [words.message, record.kind === 'Process' ? '' : message],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value: String(value) }]));
}

function factsOfKind(record: TraceRecord): [string, string | number | undefined][] {
  switch (record.kind) {
    case 'Process':
      return [
        [words.exitCode, record.exitCode],
        [words.reason, record.reason],
        [words.signal, record.signal],
      ];
    case 'Serving':
      return [[words.ports, record.ports.join(', ')]];
    case 'Signal':
      return [[words.signal, record.signal]];
    case 'Hook':
      return [
        [words.handler, record.handler],
        [words.result, record.result],
      ];
    case 'Probe':
      return [
        [words.result, record.result],
        [words.took, seconds(record.takesMs)],
        [words.count, record.count > 1 ? `${record.count}, ${seconds(record.periodMs)} apart` : undefined],
        [words.trigger, words.triggers[record.trigger]],
      ];
    case 'Event':
      return [
        [words.reason, record.object.reason],
        [words.from, record.object.source.component],
      ];
    case 'Image':
      return [[words.result, record.result]];
    default:
      return [];
  }
}
