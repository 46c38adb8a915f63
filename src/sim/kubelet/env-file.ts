/** How an assignment begins: `NAME='`. Leading blanks are gone by then. */
const ASSIGNMENT = /^([^=]*)=([ \t]*)(.*)$/s;

/**
 * The value of a key in an env file, from its first assignment; empty if there is none. Undefined if a line up to there cannot be
 * parsed: lines after the key are not looked at (`pkg/kubelet/util/env/env_util.go: ParseEnv`).
 *
 * Values stand in single quotes, may span lines, and may be followed by a comment. A blank after `=` makes the value empty.
 */
export function envFileValue(text: string, key: string): string | undefined {
  const lines = text.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const trimmed = line.replace(/^[ \t]+/, '');
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const [, name = '', blank = '', rest = ''] = ASSIGNMENT.exec(trimmed) ?? [];
    if (name === '' || /[ \t]$/.test(name)) return undefined;
    const value = blank === '' ? quotedValue(rest, lines) : '';
    if (value === undefined || name === key) return value;
  }
  return '';
}

/** The quoted value that begins with `text`. If it spans lines, takes these off `following`. */
function quotedValue(text: string, following: string[]): string | undefined {
  if (!text.startsWith("'")) return undefined;
  let quoted = text.slice(1);
  while (!quoted.includes("'")) {
    const next = following.shift();
    if (next === undefined) return undefined;
    quoted += `\n${next}`;
  }
  const end = quoted.indexOf("'");
  return /^[ \t]*(#.*)?$/.test(quoted.slice(end + 1)) ? quoted.slice(0, end) : undefined;
}
