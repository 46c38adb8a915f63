/** Long texts in few columns. */

/** The narrowest column of text that is still readable, whatever the terminal says. */
export const LEAST_TEXT_WIDTH = 24;

/** Without line breaks: those inside become a sign, one at the end goes. */
export function oneLine(text: string): string {
  return text.trimEnd().replaceAll('\n', '⏎');
}

/** Breaks a text at spaces so that no line is longer than `width`, single words excepted. */
export function wrapped(text: string, width: number | undefined, indent = ''): string[] {
  if (width === undefined || text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
