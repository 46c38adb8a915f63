/** Why the latest attempt to start a container failed (`pkg/kubelet/reason_cache.go`). In memory only. */
export class ReasonCache {
  readonly #reasons = new Map<string, { reason: string; message: string }>();

  set(container: string, reason: string, message: string): void {
    this.#reasons.set(container, { reason, message });
  }

  clear(container: string): void {
    this.#reasons.delete(container);
  }

  get(container: string): { reason: string; message: string } | undefined {
    return this.#reasons.get(container);
  }
}
