import type { Workload } from '../../model/scenario.ts';

/** What the scenario declares about the programs, with what its actions have changed since. */
export class Workloads {
  readonly #declared: Record<string, Workload>;
  readonly #changed = new Map<string, Workload>();

  constructor(declared: Record<string, Workload>) {
    this.#declared = declared;
  }

  /** For the nth instance of a container: what is declared, overridden by `instances`, overridden by actions. */
  of(container: string, instance: number): Workload {
    const declared = this.#declared[container] ?? {};
    return { ...declared, ...declared.instances?.[instance], ...this.#changed.get(container) };
  }

  /** An action of the scenario sets some of it otherwise, from now on. */
  change(container: string, set: Workload): void {
    this.#changed.set(container, { ...this.#changed.get(container), ...set });
  }
}
