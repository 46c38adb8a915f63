/**
 * Code that is needed right now and not loaded yet. Whoever began the work loads it and begins anew: all of the engine is pure, so that nothing
 * of the first attempt remains.
 */
export class NotLoadedError extends Error {
  override readonly name = 'NotLoadedError';
  readonly load: () => Promise<void>;

  constructor(load: () => Promise<void>) {
    super('Code that the run needs is not loaded yet.');
    this.load = load;
  }
}
