/** Networks that changed or were away for a moment are back by then. */
const WAITS_MS = [500, 2000];

/** How Chromium, Firefox, Safari and Vite's loader of style sheets say that a part of the program did not come. */
const NOT_LOADED = /dynamically imported module|Importing a module script failed|Unable to preload CSS/;

/** Whether an error means that a part of the program could not be fetched: there is no network, or a newer build has taken its place. */
export function isNotLoaded(error: unknown): boolean {
  return error instanceof Error && NOT_LOADED.test(error.message);
}

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
