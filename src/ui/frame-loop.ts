/**
 * One frame loop for everything that moves. Each frame runs the work of three phases: input, then the DOM, then the canvases. Work that is
 * requested during a frame runs in the next one; work that is requested twice runs once.
 */
export type Phase = 'input' | 'dom' | 'canvas';

const PHASES: readonly Phase[] = ['input', 'dom', 'canvas'];

const NOTHING = () => {};

export class FrameLoop {
  readonly #wanted: Record<Phase, Set<(nowMs: number) => void>> = { input: new Set(), dom: new Set(), canvas: new Set() };
  readonly #settled = new Set<() => void>();
  readonly #requestFrame: (run: (nowMs: number) => void) => void;
  #scheduled = false;
  #running = false;
  #held = 0;

  constructor(requestFrame: (run: (nowMs: number) => void) => void = (run) => void requestAnimationFrame(run)) {
    this.#requestFrame = requestFrame;
  }

  /** True while work waits for the next frame, or something is on its way to the screen. */
  get pending(): boolean {
    return this.#scheduled || this.#held > 0;
  }

  /** Notes that something is on its way to the screen although no frame waits for it yet. Ends with the one call of the returned function. */
  hold(): () => void {
    this.#held += 1;
    return () => {
      this.#held -= 1;
      this.request('canvas', NOTHING);
    };
  }

  /** Runs `work` once in the next frame, in its phase. */
  request(phase: Phase, work: (nowMs: number) => void): void {
    this.#wanted[phase].add(work);
    if (!this.#running) this.#schedule();
  }

  /** Calls `listener` after every frame that left nothing to do. */
  onSettled(listener: () => void): () => void {
    this.#settled.add(listener);
    return () => this.#settled.delete(listener);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#requestFrame((nowMs) => this.#run(nowMs));
  }

  #run(nowMs: number): void {
    this.#scheduled = false;
    this.#running = true;
    for (const phase of PHASES) {
      const work = [...this.#wanted[phase]];
      this.#wanted[phase].clear();
      for (const run of work) run(nowMs);
    }
    this.#running = false;
    if (PHASES.some((phase) => this.#wanted[phase].size > 0)) this.#schedule();
    else for (const listener of this.#settled) listener();
  }
}
