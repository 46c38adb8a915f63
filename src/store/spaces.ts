/**
 * Ordinary spaces where YAML wants them: tabs in the indentation become two spaces each, and characters that only look like spaces (U+00A0 and its kin)
 * one each. What a block scalar holds behind its own indentation is content, a Makefile or a script, and keeps its tabs.
 */
export function withOrdinarySpaces(text: string): string {
  const lines = text.split('\n');
  const result: string[] = [];
  while (result.length < lines.length) {
    const line = ordinary(lines[result.length] ?? '');
    result.push(line);
    if (!BLOCK_HEADER.test(line)) continue;
    const block = blockBelow(lines, result.length, parentColumn(line));
    const own = ownIndent(block, parentColumn(line));
    for (const each of block) result.push(each.startsWith(own) ? spaced(own) + content(each.slice(own.length)) : each);
  }
  return result.join('\n');
}

/** `key: |`, `- >-`, with a tag or an anchor and a comment or without. */
const BLOCK_HEADER = /(?:^|[:-]) *(?:[!&]\S* +)*[|>][-+\d]{0,2} *(?:#.*)?\r?$/;
const INDENT = /^[\s\u200b]*/;

function ordinary(line: string): string {
  const [indent = ''] = INDENT.exec(line) ?? [];
  // A tab behind the dash of an item: what follows begins two columns further, as behind a space
  const rest = line.slice(indent.length).replace(/^(?:-[\s\u200b]+)+/, (dashes) => spacesFor(dashes.replaceAll('\t', ' ')));
  return spaced(indent) + spacesFor(rest);
}

/** A line of a block scalar behind the block's indentation: its own may have tabs. */
const content = (line: string) => line.replace(INDENT, spacesFor);

const spaced = (indent: string) => spacesFor(indent.replaceAll('\t', '  '));

function spacesFor(text: string): string {
  return text.replaceAll(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ').replaceAll(/[\u200b\ufeff]/g, '');
}

/** The column of the key, or of the last dash, whose value the block is. */
function parentColumn(header: string): number {
  const [before = ''] = /^ *(?:- +(?=[^|>!&]))*/.exec(header) ?? [];
  return before.length;
}

/** The lines below a header that are indented further than its key, and empty ones between them. */
function blockBelow(lines: readonly string[], from: number, column: number): string[] {
  let to = from;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (spaced(INDENT.exec(line)?.[0] ?? '').length <= column) break;
    to = at + 1;
  }
  return lines.slice(from, to);
}

/** What all lines of a block begin with. Where ordinary spaces alone indent it already, tabs behind them are content. */
function ownIndent(block: readonly string[], column: number): string {
  const indents = block.filter((line) => line.trim() !== '').map((line) => INDENT.exec(line)?.[0] ?? '');
  const least = indents.reduce((common, indent) => commonStart(common, indent), indents[0] ?? '');
  const [spaces = ''] = /^ */.exec(least) ?? [];
  return spaces.length > column ? spaces : least;
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
