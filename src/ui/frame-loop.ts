/**
 * One frame loop for everything that moves: first input, then the DOM, then the canvases. A phase that asks for another
 * frame gets the next one; what is asked for twice runs once.
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

  /** Something is on its way to the screen that no frame waits for yet, until what is returned is called: once. */
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
