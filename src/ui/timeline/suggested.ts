/** What people come with most, by name in the library: a Pod that is killed, a hook that fails, a container that does not stay. */
export const SUGGESTED_SCENARIOS: readonly string[] = ['impatient-liveness', 'poststart-fails', 'crash-loop'];
