/** A run as a thumbnail: the main process of each container, and nothing that needs words. */
import type { Pod } from '../../model/kubernetes.ts';
import type { Trace, TraceRecord } from '../../model/trace.ts';
import type { Strip, StripBar, StripRow } from '../protocol.ts';

export function stripOf({ records, endMs }: Trace): Strip {
  const pod = records.find((record) => record.kind === 'Pod')?.object;
  const rows = new Map(namesIn(pod).map((name) => [name, new Row(name)]));
  for (const record of records) {
    if ('container' in record) rows.get(record.container)?.take(record);
  }
  return { endMs, rows: [...rows.values()].map((row) => row.end(endMs)).filter(({ bars, exits }) => bars.length + exits.length > 0) };
}

function namesIn(pod: Pod | undefined): string[] {
  return [...(pod?.spec.initContainers ?? []), ...(pod?.spec.containers ?? [])].map(({ name }) => name);
}

class Row {
  readonly #row: StripRow;
  /** The bar that is open: what the process does, or what it waits for. */
  #open: StripBar | undefined;
  #hook: StripBar | undefined;

  constructor(container: string) {
    this.#row = { container, bars: [], exits: [] };
  }

  take(record: TraceRecord): void {
    const { t } = record;
    switch (record.kind) {
      case 'Image':
        if (record.what === 'pullStart') this.#begin('pulling', t);
        else this.#close(t);
        break;
      case 'Process':
        if (record.what === 'start') this.#begin('serving', t);
        else if (record.what === 'exit') {
          this.#close(t);
          this.#row.exits.push({ atMs: t, failed: record.exitCode !== 0 });
        }
        break;
      case 'Serving':
        if (this.#open) this.#begin(record.what, t);
        break;
      case 'Decision':
        if (record.decision.what === 'back-off' && this.#open?.kind !== 'waiting') this.#begin('waiting', t);
        break;
      case 'Hook':
        if (record.what === 'start') this.#hook = { kind: 'hook', fromMs: t, toMs: t };
        else this.#closeHook(t);
        break;
      default:
    }
  }

  end(endMs: number): StripRow {
    this.#close(endMs);
    this.#closeHook(endMs);
    return this.#row;
  }

  #begin(kind: StripBar['kind'], t: number): void {
    this.#close(t);
    this.#open = { kind, fromMs: t, toMs: t };
  }

  #close(t: number): void {
    if (this.#open && t > this.#open.fromMs) this.#row.bars.push({ ...this.#open, toMs: t });
    this.#open = undefined;
  }

  #closeHook(t: number): void {
    if (this.#hook) this.#row.bars.push({ ...this.#hook, toMs: t });
    this.#hook = undefined;
  }
}
