import { readScenario } from '../scenario/read.ts';

/** What a text gives rise to, one line each: `7:3 error unknown field "…"`. */
export function reported(text: string): string[] {
  return readScenario(text).diagnostics.map(
    ({ range, severity, message }) => `${range ? `${range.startLine}:${range.startColumn} ` : ''}${severity} ${message}`,
  );
}
