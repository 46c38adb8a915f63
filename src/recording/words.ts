/** How values are put into the words of a verdict. */

/** Milliseconds as people read them: `420ms`, `16.2s`, `4m40s`, `1h5m`; `never` for what has no time. */
export function briefDuration(ms: number): string {
  if (!Number.isFinite(ms)) return 'never';
  const size = Math.abs(Math.round(ms));
  const sign = ms < 0 && size > 0 ? '-' : '';
  if (size < 1000) return size === 0 ? '0s' : `${sign}${size}ms`;
  if (size < 60_000) return `${sign}${seconds(size)}s`;
  const [hours, minutes, rest] = [Math.floor(size / 3_600_000), Math.floor(size / 60_000) % 60, seconds(size % 60_000)];
  return `${sign}${hours === 0 ? '' : `${hours}h`}${minutes === 0 ? '' : `${minutes}m`}${rest === '0' ? '' : `${rest}s`}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2).replace(/\.?0+$/, '');
}

/** A value in the compact notation of YAML flow style. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}: ${flow(item)}`)
      .join(', ')}}`;
  }
  if (typeof value !== 'string') return String(value);
  return value !== '' && /^[\w.#/+$-][\w .#/+$<>=-]*$/.test(value) ? value : JSON.stringify(value);
}

/** The parts that say something, with spaces between them. */
export function joined(...parts: (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}

export function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}

/** `waiting CrashLoopBackOff`, `running`, `terminated Error 137`; empty for no state at all. */
export function stateWords(
  state: { waiting?: { reason?: string }; running?: object; terminated?: { reason?: string; exitCode?: number } } | undefined,
): string {
  if (state?.waiting) return joined('waiting', state.waiting.reason);
  if (state?.running) return 'running';
  if (!state?.terminated) return '';
  const { reason, exitCode } = state.terminated;
  return joined('terminated', reason, exitCode === undefined ? '' : String(exitCode));
}
