import type { Workload } from '../../model/scenario.ts';

/** What the scenario declares about the programs, with the changes that its actions have made. */
export class Workloads {
  readonly #declared: Record<string, Workload>;
  readonly #changed = new Map<string, Workload>();

  constructor(declared: Record<string, Workload>) {
    this.#declared = declared;
  }

  /** What is declared for the nth instance of a container; `instances` override it, and actions override both. */
  of(container: string, instance: number): Workload {
    const declared = this.#declared[container] ?? {};
    return { ...declared, ...declared.instances?.[instance], ...this.#changed.get(container) };
  }

  /** An action of the scenario changes a declaration from now on. */
  change(container: string, set: Workload): void {
    this.#changed.set(container, { ...this.#changed.get(container), ...set });
  }
}
