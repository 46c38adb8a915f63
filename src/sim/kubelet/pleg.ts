import { Beat } from '../engine/beat.ts';
import { PRIORITY } from '../engine/queue.ts';
import type { Scope } from '../engine/task.ts';
import type { RuntimePodStatus, RuntimeState } from '../node/container-record.ts';
import type { Runtime } from '../node/runtime.ts';
import type { RecordId } from '../../model/trace.ts';
import type { KubeletNote } from '../../model/xray.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import type { PodCache } from './pod-cache.ts';
import { noteTexts } from './texts/en.ts';

const words = noteTexts.pleg;

export interface PlegEvent {
  type: 'ContainerStarted' | 'ContainerDied' | 'ContainerRemoved' | 'PodSync';
  /** Container or sandbox id; empty for `PodSync`. */
  id: string;
  /** Whose it is; empty for `PodSync`, which is for all. */
  podUid: string;
  cause: RecordId;
}

/** The pause between two relists, counted from the end of the first (`pkg/kubelet/kubelet.go: genericPlegRelistPeriod`). */
const RELIST_PAUSE_MS = 1000;
/** Gate EventedPLEG: how often the cache learns that it is up to date (`pkg/kubelet/pleg/evented.go: globalCacheUpdatePeriod`). */
const EVENTED_PERIOD_MS = 5000;
/** Gate EventedPLEG: how long an event of the runtime takes to reach the cache. */
const EVENT_MS = 2;
/** How long after it was asked for an on-demand relist looks. */
const ON_DEMAND_LOOK_MS = 2;

type Seen = Map<string, { state: RuntimeState; podUid: string; cause: RecordId }>;

/**
 * The generic PLEG (`pkg/kubelet/pleg/generic.go`): compares what the runtime lists with what it listed before, writes
 * the cache, then tells the sync loop. A global relist each second (plus its own length, so that its phase drifts), and
 * single ones on demand. Relists that find nothing are skipped. With the gate EventedPLEG the runtime tells of each change
 * instead (`pkg/kubelet/pleg/evented.go`).
 */
export class Pleg {
  readonly #world: World;
  readonly #scope: Scope;
  readonly #runtime: Runtime;
  readonly #cache: PodCache;
  readonly #deliver: (events: PlegEvent[]) => void;
  readonly #beat: Beat;
  #seen: Seen = new Map();
  #listedVersion = -1;
  /** The note on the relists that have found nothing since the last one that found something. */
  #idle: KubeletNote | undefined;
  /** Of containers that were seen, for notes. */
  readonly #names = new Map<string, string>();

  constructor(world: World, scope: Scope, runtime: Runtime, cache: PodCache, options: { firstMs: number; deliver: (events: PlegEvent[]) => void }) {
    this.#world = world;
    this.#scope = scope;
    this.#runtime = runtime;
    this.#cache = cache;
    this.#deliver = options.deliver;
    const evented = world.gate('EventedPLEG', false);
    this.#beat = new Beat(world.queue, {
      firstMs: options.firstMs,
      periodMs: evented ? EVENTED_PERIOD_MS : RELIST_PAUSE_MS + world.latency.relistMs,
      priority: PRIORITY.relist,
      skipIdle: world.skipIdle,
      run: () => this.#relist(this.#world.nowMs, this.#world.latency.relistMs, false),
    });
    runtime.onChange(() => {
      if (scope.closed) return;
      this.#beat.arm();
      if (evented) scope.at(world.nowMs + EVENT_MS, () => this.#relist(world.nowMs, 0, false));
    });
    this.#beat.arm();
    this.#noteIdle(Math.max(0, options.firstMs));
  }

  /** When the first global relist that begins after `afterMs` has written the cache. */
  nextGlobalMs(afterMs: number): number {
    return this.#beat.next(afterMs + 1) + this.#world.latency.relistMs;
  }

  /**
   * Gate PLEGOnDemandRelist: a relist of this Pod right after a sync that did something (`RequestRelist`). It inspects the
   * Pod whether or not anything has changed; a Pod that has not gets a sync all the same (`PodSync`).
   */
  requestRelist(): void {
    const lookMs = this.#world.nowMs + ON_DEMAND_LOOK_MS;
    this.#scope.at(lookMs, () => this.#relist(lookMs, this.#world.latency.onDemandRelistMs - ON_DEMAND_LOOK_MS, true));
  }

  stop(): void {
    this.#beat.stop();
    this.#endIdle();
  }

  #relist(listedMs: number, takesMs: number, inspect: boolean): void {
    if (!inspect && this.#runtime.version === this.#listedVersion) return;
    this.#listedVersion = this.#runtime.version;
    const status = this.#runtime.status();
    if (!inspect) this.#endIdle();
    this.#scope.at(listedMs + takesMs, () => {
      const { changed, events } = this.#compare(status);
      this.#noteRelist(status, listedMs, changed, events);
      if (!inspect) this.#noteIdle(listedMs + 1);
      if (!changed && !inspect) return;
      this.#cache.write(status, listedMs);
      this.#deliver(inspect && events.length === 0 ? [{ type: 'PodSync', id: '', podUid: '', cause: status.cause }] : events);
    });
  }

  #noteIdle(fromMs: number): void {
    const { notes } = this.#world;
    if (notes === undefined) return;
    const { periodMs } = this.#beat;
    this.#idle = {
      part: 'pleg',
      what: 'idle',
      fromMs: this.#beat.next(fromMs),
      toMs: Number.MAX_SAFE_INTEGER,
      periodMs,
      text: words.nothing,
      detail: words.idle((periodMs / 1000).toFixed(3)),
      cause: NO_CAUSE,
      rule: 'pleg.relist',
    };
    notes.push(this.#idle);
  }

  /** Ends the note on relists that found nothing: the last of these was the one before the present. */
  #endIdle(): void {
    if (this.#idle !== undefined) this.#idle.toMs = this.#beat.last(this.#world.nowMs - 1);
  }

  #noteRelist(status: RuntimePodStatus, listedMs: number, changed: boolean, events: readonly PlegEvent[]): void {
    if (this.#world.notes === undefined) return;
    for (const { id, name } of status.containers) this.#names.set(id, name);
    const nameOf = (id: string) => this.#names.get(id);
    const took = words.took((listedMs / 1000).toFixed(1), this.#world.nowMs - listedMs);
    if (!changed) this.#world.note('pleg', 'nothing', words.nothing, words.unchanged(took), status.cause, 'pleg.relist');
    else if (events.length === 0) this.#world.note('pleg', 'done', words.created, words.createdDetail(took), status.cause, 'pleg.relist');
    else
      this.#world.note(
        'pleg',
        'done',
        words.found(events.map(({ type, id }) => words.event(nameOf(id), type))),
        words.foundDetail(
          events.map(({ type, id }) => words.eventDetail(nameOf(id), type)),
          took,
        ),
        events.at(-1)?.cause ?? status.cause,
        'pleg.relist',
      );
  }

  /** What is new since the list before. A container that was only created is a change, so that the cache is written, but no event. */
  #compare(status: RuntimePodStatus): { changed: boolean; events: PlegEvent[] } {
    const now: Seen = new Map();
    for (const sandbox of status.sandboxes) now.set(sandbox.id, { state: sandbox.ready ? 'running' : 'exited', podUid: sandbox.podUid, cause: status.cause });
    for (const container of status.containers) now.set(container.id, { state: container.state, podUid: container.podUid, cause: container.lastRecord });
    const events: PlegEvent[] = [];
    let changed = false;
    for (const [id, { state, podUid, cause }] of now) {
      if (this.#seen.get(id)?.state === state) continue;
      changed = true;
      if (state === 'running') events.push({ type: 'ContainerStarted', id, podUid, cause });
      if (state === 'exited') events.push({ type: 'ContainerDied', id, podUid, cause });
    }
    for (const [id, { state, podUid, cause }] of this.#seen) {
      if (now.has(id)) continue;
      changed = true;
      if (state !== 'exited') events.push({ type: 'ContainerDied', id, podUid, cause });
      events.push({ type: 'ContainerRemoved', id, podUid, cause });
    }
    this.#seen = now;
    return { changed, events };
  }
}
