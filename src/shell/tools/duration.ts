const UNITS_MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `1.5`, `2m`, `infinity` as `sleep` and `timeout` take them, in milliseconds; undefined if it is no such time. */
export function parseDelayMs(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  if (!match) return undefined;
  return Math.ceil(Number(match[1]) * (UNITS_MS[match[2] ?? ''] as number) - 1e-9);
}
