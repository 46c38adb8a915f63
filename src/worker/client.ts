import type { Language } from '../base/language.ts';
import type { RecordId } from '../model/trace.ts';
import type {
  AnsweredAbsence,
  ClaimOnRun,
  Compared,
  Edit,
  Edited,
  Explanation,
  Gesture,
  Gestured,
  Lesson,
  Lists,
  Look,
  OtherRun,
  Presentation,
  RunChoices,
  Seen,
  SimulationReply,
  SimulationRequest,
  Spread,
  Strip,
} from './protocol.ts';

/** The part of `Worker` that the client uses; tests bring their own. */
export interface WorkerLike {
  postMessage(message: SimulationRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<SimulationReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface SimulationClientOptions {
  createWorker(): WorkerLike;
  /** The language of the answers; absent: English. */
  language?: Language;
  /** The answer to the newest run; answers to older ones are dropped. */
  onReply(reply: SimulationReply): void;
  /** The worker did not answer in time, or died, and was replaced. */
  onStopped(stopped: { id: number; why: 'hung' | 'crashed'; message: string }): void;
  /** After how long a run counts as hung. */
  hangMs?: number;
  /** How long a run may go on once a newer one waits for it. */
  supersedeMs?: number;
}

const HANG_MS = 8000;
const SUPERSEDE_MS = 700;
/** How long the text of a gesture waits for its run, so that both come on screen at once: three frames. */
const TOGETHER_MS = 50;

type Waiting = { text: string; choices: RunChoices; id: number };

/** The run of a gesture's text, which the worker begins without being asked. */
interface Ahead extends Waiting {
  reply?: SimulationReply;
  /** Called once the reply is there. */
  arrived?: () => void;
}

/** A question beside the runs. `request` makes it when its turn comes, or returns undefined if the answer is no longer wanted. */
interface Aside {
  request(): SimulationRequest | undefined;
  resolve(reply: SimulationReply | undefined): void;
  reject(error: Error): void;
}

/**
 * Talks to the simulation worker: one run at a time, and behind it waits only the newest that was asked for. A fast typist
 * therefore never builds a queue, and a worker that hangs costs only its own run. Questions beside the runs are asked one
 * by one and after them, so that a drag never waits for the explanation of a run that is already out of date.
 */
export class SimulationClient {
  readonly #options: SimulationClientOptions;
  #worker: WorkerLike | undefined;
  #lastId = 0;
  #running: Waiting | undefined;
  #next: Waiting | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The last run whose answer was handed on: the one on screen. */
  #shown: Waiting | undefined;
  /** The run that stands beside it. */
  #beside: Waiting | undefined;
  /** The run that the worker has begun ahead of being asked; the answer to it comes by itself. */
  #ahead: Ahead | undefined;
  /** Questions beside the runs that the worker is answering, by number. */
  readonly #asked = new Map<number, Aside>();
  /** Questions that it will be asked when it has nothing else to do. */
  #asides: Aside[] = [];

  constructor(options: SimulationClientOptions) {
    this.#options = options;
  }

  /** True while an answer is outstanding. */
  get busy(): boolean {
    return this.#running !== undefined || this.#next !== undefined;
  }

  /** Starts the worker ahead of the first run, so that its code loads while the page does. */
  warmUp(): void {
    this.#ensureWorker();
  }

  /** Asks for a run and returns its number. An earlier run that has not been answered yet never will be. */
  run(text: string, choices: RunChoices): number {
    const ahead = this.#ahead;
    const id = ahead?.text === text && ahead.choices === choices ? ahead.id : this.#newId();
    const othersWaited = this.#next !== undefined;
    this.#next = { text, choices, id };
    if (!this.#running) this.#startNext();
    else if (!othersWaited) this.#watch(this.#options.supersedeMs ?? SUPERSEDE_MS, 'superseded');
    return id;
  }

  /** The run as a recording (lines of JSON); rejects if the text has errors or the worker fails. */
  async recording(text: string, choices: RunChoices = {}): Promise<string> {
    const reply = await this.#ask((id) => ({ kind: 'recording', id, text, choices }));
    if (reply.kind !== 'recording' || reply.recording === undefined) throw new Error('The scenario has errors.');
    return reply.recording;
  }

  /** Why a record of a run is there; undefined if another run has been shown since. Rejects if the worker fails. */
  async tell(runId: number, record: RecordId): Promise<Explanation | undefined> {
    const reply = await this.#answerTo(() => {
      const about = this.#onScreen(runId);
      return about && { ...about, kind: 'tell', id: this.#newId(), runId, record };
    });
    return reply?.kind === 'tell' && this.#onScreen(runId) ? reply.explanation : undefined;
  }

  /**
   * Another run beside the one on screen, with its number; why there is none, or undefined if another run has been shown since.
   * Rejects if the worker fails or hangs: the other text is simulated like any.
   */
  async compare(runId: number, other: OtherRun, presentIs: 'a' | 'b'): Promise<(Compared & { id: number }) | { reason: string } | undefined> {
    const shown = this.#shown;
    if (shown?.id !== runId) return undefined;
    const { text, choices } = shown;
    // A run that waits behind it has a watch of its own.
    const watch = setTimeout(() => !this.#running && this.#discardWorker(), this.#options.hangMs ?? HANG_MS);
    const reply = await this.#ask((id) => ({ kind: 'compare', id, runId, text, choices, other, presentIs })).finally(() => clearTimeout(watch));
    if (reply.kind !== 'compare' || this.#shown?.id !== runId) return undefined;
    const { id, compared, reason } = reply;
    if (!compared) return { reason: reason ?? '' };
    // Why something was measured nobody can tell.
    this.#beside = compared.source === 'real' ? undefined : { id, text: compared.text, choices: other.choices };
    return { ...compared, id };
  }

  #onScreen(runId: number): Waiting | undefined {
    return [this.#shown, this.#beside].find((run) => run?.id === runId);
  }

  /** What somebody sees who looks at the cluster of a run at a moment; undefined if another run has been shown since. Rejects if the worker fails. */
  async look(runId: number, look: Look, atMs: number): Promise<Seen | undefined> {
    const reply = await this.#askAbout(runId, (about) => ({ kind: 'look', ...about, look, atMs }));
    return reply?.kind === 'look' ? reply.seen : undefined;
  }

  /** The run on screen among those of other seeds; undefined if another run has been shown since. Rejects if the worker fails. */
  async spread(runId: number, seeds: number): Promise<Spread | undefined> {
    const reply = await this.#askAbout(runId, (about) => ({ kind: 'spread', ...about, seeds }));
    return reply?.kind === 'spread' ? reply.spread : undefined;
  }

  /** What did not happen in the run on screen, as seen at a moment; undefined if another run has been shown since. Rejects if the worker fails. */
  async absences(runId: number, atMs: number): Promise<AnsweredAbsence[] | undefined> {
    const reply = await this.#askAbout(runId, (about) => ({ kind: 'absences', ...about, atMs }));
    return reply?.kind === 'absences' ? reply.absences : undefined;
  }

  /** A list about the run on screen; undefined if another run has been shown since. Rejects if the worker fails. */
  async list<Kind extends keyof Lists>(kind: Kind, runId: number): Promise<Lists[Kind] | undefined> {
    const reply = await this.#askAbout(runId, (about) => ({ kind, ...about }));
    return reply && 'found' in reply ? (reply.found as Lists[Kind]) : undefined;
  }

  /** The claims of the text about the run on screen; undefined if another run has been shown since. Rejects if the worker fails. */
  async claims(runId: number): Promise<ClaimOnRun[] | undefined> {
    const reply = await this.#askAbout(runId, (about) => ({ kind: 'claims', ...about }));
    return reply?.kind === 'claims' ? reply.claims : undefined;
  }

  /** The story of the run on screen; undefined if another run has been shown since. Rejects if the worker fails. */
  async present(runId: number): Promise<Presentation | undefined> {
    const reply = await this.#askAbout(runId, (about) => ({ kind: 'present', ...about }));
    return reply?.kind === 'present' ? reply.presentation : undefined;
  }

  /** What the text teaches, held against the run on screen; undefined if another run has been shown since. Rejects if the worker fails. */
  async lesson(runId: number): Promise<Lesson | undefined> {
    const reply = await this.#askAbout(runId, (about) => ({ kind: 'lesson', ...about }));
    return reply?.kind === 'lesson' ? reply.lesson : undefined;
  }

  /** The run of any text as a thumbnail; undefined if the text has errors. Rejects if the worker fails. */
  async strip(text: string): Promise<Strip | undefined> {
    const reply = await this.#ask((id) => ({ kind: 'strip', id, text }));
    return reply.kind === 'strip' ? reply.strip : undefined;
  }

  /** The text with edits made in it; undefined if it has no place for them. Rejects if the worker fails. */
  async edit(text: string, edits: readonly Edit[]): Promise<Edited | undefined> {
    const reply = await this.#ask((id) => ({ kind: 'edit', id, text, edits: [...edits] }));
    return reply.kind === 'edit' ? reply.edited : undefined;
  }

  /**
   * The text after a gesture, whose run with these choices is wanted next; undefined if it has no place for it. Rejects if the worker fails.
   * Where that run is quick its answer is here as well by then, and who asks for it has it before the page is drawn again.
   */
  async gesture(text: string, choices: RunChoices, gesture: Gesture, doneMs: readonly (number | undefined)[]): Promise<Gestured | undefined> {
    const runId = this.#newId();
    const reply = await this.#ask((id) => ({ kind: 'gesture', id, runId, text, choices, gesture, doneMs: [...doneMs] }), 'at once');
    if (reply.kind !== 'gesture' || !reply.gestured) return undefined;
    const ahead: Ahead = { text: reply.gestured.text, choices, id: runId };
    this.#ahead = ahead;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TOGETHER_MS);
      ahead.arrived = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return reply.gestured;
  }

  /** Sends a request about the run on screen; undefined if another run is on screen when it would be sent, or when it is answered. */
  async #askAbout(runId: number, request: (about: Waiting & { runId: number }) => SimulationRequest): Promise<SimulationReply | undefined> {
    const reply = await this.#answerTo(() => {
      const shown = this.#shown;
      return shown?.id === runId ? request({ ...shown, id: this.#newId(), runId }) : undefined;
    });
    return this.#shown?.id === runId ? reply : undefined;
  }

  /** Sends a request that does not depend on the run on screen: after the runs, or at once. */
  async #ask(request: (id: number) => SimulationRequest, when: 'behind' | 'at once' = 'behind'): Promise<SimulationReply> {
    const reply = await this.#answerTo(() => request(this.#newId()), when);
    if (!reply) throw new Error('A request about no run is always wanted');
    return reply;
  }

  async #answerTo(request: Aside['request'], when: 'behind' | 'at once' = 'behind'): Promise<SimulationReply | undefined> {
    const reply = await new Promise<SimulationReply | undefined>((resolve, reject) => {
      const aside = { request, resolve, reject };
      if (when === 'at once') this.#post(aside);
      else {
        this.#asides.push(aside);
        this.#nextAside();
      }
    });
    if (reply?.kind === 'failed') throw new Error(reply.message);
    return reply;
  }

  #nextAside(): void {
    while (!this.busy && this.#asked.size === 0) {
      const aside = this.#asides.shift();
      if (!aside) return;
      this.#post(aside);
    }
  }

  /** Goes on with the questions a task later: whoever waited for the answer that has just come may want a run first. */
  #goOn(): void {
    setTimeout(() => this.#nextAside());
  }

  #post(aside: Aside): void {
    const request = aside.request();
    if (!request) {
      aside.resolve(undefined);
      return;
    }
    this.#asked.set(request.id, aside);
    this.#send(request);
  }

  #send(request: SimulationRequest): void {
    const { language } = this.#options;
    this.#ensureWorker().postMessage({ ...request, ...(language !== undefined && { language }) });
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #ensureWorker(): WorkerLike {
    if (this.#worker) return this.#worker;
    const worker = this.#options.createWorker();
    worker.onmessage = (event) => this.#receive(event.data);
    worker.onerror = (event) => this.#stop('crashed', event.message || 'The simulation stopped unexpectedly.');
    this.#worker = worker;
    return worker;
  }

  #startNext(): void {
    const next = this.#next;
    if (!next) return;
    this.#next = undefined;
    this.#running = next;
    this.#watch(this.#options.hangMs ?? HANG_MS, 'hung');
    const ahead = this.#ahead;
    if (ahead?.id !== next.id) {
      this.#send({ kind: 'run', ...next });
      return;
    }
    this.#ahead = undefined;
    const { reply } = ahead;
    // Asynchronously, as every answer, but before anything is drawn
    if (reply) queueMicrotask(() => this.#receive(reply));
  }

  #receive(reply: SimulationReply): void {
    const aside = this.#asked.get(reply.id);
    if (aside) {
      this.#asked.delete(reply.id);
      aside.resolve(reply);
      this.#goOn();
      return;
    }
    if (this.#ahead?.id === reply.id) {
      this.#ahead.reply = reply;
      this.#ahead.arrived?.();
      return;
    }
    const answered = this.#running;
    if (reply.id !== answered?.id) return;
    clearTimeout(this.#timer);
    this.#running = undefined;
    // A newer run is wanted: this answer is out of date
    if (this.#next) {
      this.#startNext();
      return;
    }
    if (reply.kind === 'run' && reply.trace) this.#shown = answered;
    this.#options.onReply(reply);
    this.#goOn();
  }

  /** Sets the only timer: the run in progress may take this long from now. */
  #watch(ms: number, why: 'hung' | 'superseded'): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (why === 'hung' ? this.#stop('hung', '') : this.#supersede()), ms);
  }

  /** A run that takes long while a newer one waits is thrown away together with its worker. */
  #supersede(): void {
    this.#discardWorker();
    this.#running = undefined;
    this.#startNext();
  }

  #stop(why: 'hung' | 'crashed', message: string): void {
    clearTimeout(this.#timer);
    this.#discardWorker();
    const stopped = this.#running;
    this.#running = undefined;
    if (this.#next) this.#startNext();
    else if (stopped) this.#options.onStopped({ id: stopped.id, why, message });
  }

  #discardWorker(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    if (!worker) return;
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
    // Questions that waited may be about the text that was too much: they would hang the next worker, too
    this.#ahead?.arrived?.();
    this.#ahead = undefined;
    for (const { reject } of [...this.#asked.values(), ...this.#asides]) reject(new Error('The simulation was stopped before it answered.'));
    this.#asked.clear();
    this.#asides = [];
  }
}
