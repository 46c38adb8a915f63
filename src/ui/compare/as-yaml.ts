/** A plain JSON value as YAML, one member a line. */
export function asYaml(value: unknown): string {
  return `${blockOf(value).join('\n')}\n`;
}

function blockOf(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => blockOf(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .flatMap(([key, member]) => memberOf(scalar(key), member));
  return typeof value === 'string' ? textOf(value) : [JSON.stringify(value)];
}

function memberOf(key: string, value: unknown): string[] {
  const [first = '', ...more] = blockOf(value);
  const isBlock = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  // Items stand below the key, as kubectl prints them
  if (isBlock) return [`${key}:`, ...[first, ...more].map((line) => (Array.isArray(value) ? line : `  ${line}`))];
  return [`${key}: ${first}`, ...more.map((line) => (line === '' ? line : `  ${line}`))];
}

/** A script of several lines is read as it was written; everything else stands in one line. */
function textOf(text: string): string[] {
  const isLiteral = /^[^\s#][^\r\t\u0085\u2028\u2029]*\n[^\r\u0085\u2028\u2029]*[^\s]\n?$/.test(text) && !/[^\S\n]$/m.test(text);
  if (!isLiteral) return [scalar(text)];
  return text.endsWith('\n') ? ['|', ...text.slice(0, -1).split('\n')] : ['|-', ...text.split('\n')];
}

/** Plain where no reader can take it for something else. */
function scalar(text: string): string {
  const isWord = /^[A-Za-z_/](?:[\w./@+= -]*[\w./@+=-]|:(?=\S))*$/.test(text) && !/ #|: |:$/.test(text);
  return isWord && !AMBIGUOUS.test(text) ? text : JSON.stringify(text);
}

const AMBIGUOUS = /^(?:true|false|null|yes|no|on|off|y|n|~|e\d+)$/i;
