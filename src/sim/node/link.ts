import { Signal } from '../engine/task.ts';

/** The line between the node and the API server. While it is down neither side hears of the other. */
export class Link {
  readonly changed = new Signal();
  #up = true;

  get isUp(): boolean {
    return this.#up;
  }

  set(up: boolean): void {
    if (this.#up === up) return;
    this.#up = up;
    this.changed.fire();
  }
}
