/** What a record led to: the step that people ask for next. */
import type { TraceRecord } from '../model/trace.ts';
import type { History } from './history.ts';

/** What came of a record, as far as people ask for it next: one record, or none. */
export function effectOf(history: History, record: TraceRecord): TraceRecord | undefined {
  const after = (test: (each: TraceRecord) => boolean, withinMs = Number.POSITIVE_INFINITY) =>
    history.trace.records.find((each) => each.id > record.id && each.t <= record.t + withinMs && test(each));
  switch (record.kind) {
    case 'Process':
      if (record.what !== 'exit') return undefined;
      return after(
        (each) =>
          'container' in each &&
          each.container === record.container &&
          ((each.kind === 'Process' && each.what === 'start') ||
            (each.kind === 'Decision' && (each.decision.what === 'back-off' || each.decision.what === 'no-restart'))),
      );
    case 'Probe':
      if (!record.met) return undefined;
      return after((each) => (each.kind === 'Decision' && each.cause === record.id) || (each.kind === 'Pod' && each.cause === record.id), 5000);
    case 'Decision':
      if (record.decision.what === 'kill') return after((each) => each.kind === 'Process' && each.container === record.container && each.what === 'exit');
      if (record.decision.what === 'back-off') return after((each) => each.kind === 'Process' && each.container === record.container && each.what === 'start');
      return undefined;
    case 'Signal':
      return record.signal === 'SIGKILL' || record.graceSeconds === undefined
        ? undefined
        : after(
            (each) =>
              (each.kind === 'Process' && each.container === record.container && each.what === 'exit') ||
              (each.kind === 'Signal' && each.container === record.container),
          );
    default:
      return undefined;
  }
}
