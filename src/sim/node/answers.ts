/** Answers that a scenario declares as a sequence in time: each lasts `forMs`, the last one for ever. */
export function scheduled<T extends { forMs?: number }>(sequence: readonly T[], sinceStartMs: number): { value: T; untilMs: number } | undefined {
  let endMs = 0;
  for (const [index, value] of sequence.entries()) {
    endMs = value.forMs === undefined || index === sequence.length - 1 ? Number.POSITIVE_INFINITY : endMs + value.forMs;
    if (sinceStartMs < endMs) return { value, untilMs: endMs };
  }
  return undefined;
}

/** Whether a declared command is the one that is run: word by word, nothing more. */
export function matchCommand(declared: readonly string[], command: readonly string[]): boolean {
  return declared.length === command.length && declared.every((word, index) => word === command[index]);
}

/** Whether a declared command is one that a script calls: word by word, or by its name alone, whatever its arguments are. */
export function matchCall(declared: readonly string[], call: readonly string[]): boolean {
  return matchCommand(declared, call) || (declared.length === 1 && declared[0] === call[0]);
}
