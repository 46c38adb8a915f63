/** Networks that changed or were away for a moment are back by then. */
const WAITS_MS = [500, 2000];

/** Loads a part of the program, and tries again where it could not be fetched. Rejects with the last error. */
export async function insist<Module>(load: () => Promise<Module>, waitsMs: readonly number[] = WAITS_MS): Promise<Module> {
  const [waitMs, ...later] = waitsMs;
  if (waitMs === undefined) return load();
  try {
    return await load();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return insist(load, later);
  }
}
