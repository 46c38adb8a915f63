/**
 * A scenario text in one style, that of the library: what it says, its comments and its quotes stay, indentation and spacing are the same everywhere.
 * Lists stand where the first one of the document does: under their keys, or two further.
 */
import { Composer, type CST, type Document, isCollection, Lexer, Parser, type Scalar, type ScalarTag } from 'yaml';
import { stringifyString } from 'yaml/util';
import { EditError } from './edit.ts';
import { parseYaml } from './yaml/parse.ts';

/** Scalars of all kinds as they are written: `010` and `yes` mean other things to other readers. `text` is what they are printed from. */
function asWritten(text: string): ScalarTag {
  return {
    tag: 'tag:yaml.org,2002:str',
    default: true,
    identify: (value) => typeof value === 'string',
    resolve: (value) => value,
    stringify: (item, ctx, onComment, onChompKeep) => {
      const scalar = item as Scalar;
      if (scalar.type === 'PLAIN' && scalar.value === '') return '';
      // A folded text keeps about its width; nothing else is broken into lines
      const lines = scalar.type === 'BLOCK_FOLDED' ? text.slice(scalar.range?.[0], scalar.range?.[1]).split('\n') : [];
      const options = { ...ctx.options, lineWidth: Math.max(0, ...lines.map((line) => line.length)) };
      return stringifyString(scalar, { ...ctx, actualString: true, options }, onComment, onChompKeep);
    },
  };
}

/**
 * The text as the YAML library prints it, comments included. A text that it cannot print without loss is not touched.
 *
 * @throws {EditError} if the text has errors, or if a value or a comment would not survive.
 */
export function formattedText(text: string): string {
  const before = parseYaml(text);
  const [problem] = before.problems;
  if (problem) throw new EditError(problem.message);
  const isDos = /\r\n/.test(text);
  const printed = printedStream(isDos ? text.replaceAll('\r\n', '\n') : text);
  const after = parseYaml(printed);
  const isSame = after.problems.length === 0 && JSON.stringify(valuesOf(after)) === JSON.stringify(valuesOf(before));
  if (!isSame || commentsOf(printed).join('\n') !== commentsOf(text).join('\n'))
    throw new EditError('The text cannot be printed without changing what it says.');
  return isDos ? printed.replaceAll('\n', '\r\n') : printed;
}

function printedStream(text: string): string {
  return documentsOf([...new Parser().parse(text)])
    .map((tokens, index, all) => printed(text.slice(tokens[0]?.offset, all[index + 1]?.[0]?.offset), tokens, asWritten(text)))
    .join('');
}

/** The tokens of each document: what goes before it, itself, and what ends it. */
function documentsOf(tokens: readonly CST.Token[]): CST.Token[][] {
  const groups: CST.Token[][] = [[]];
  let isWhole = false;
  for (const token of tokens) {
    if (isWhole && token.type !== 'doc-end') {
      groups.push([]);
      isWhole = false;
    }
    groups.at(-1)?.push(token);
    if (token.type === 'document') isWhole = true;
  }
  return groups;
}

function printed(source: string, tokens: readonly CST.Token[], scalars: ScalarTag): string {
  const composer = new Composer({ schema: 'failsafe', customTags: (tags) => [scalars, ...tags], uniqueKeys: false, logLevel: 'silent' });
  const [document] = [...composer.compose(tokens, true, source.length)] as Document[];
  const { contents } = document ?? {};
  // The library has no good way to print JSON and KYAML, and nothing to print of comments alone
  if (!document || !isCollection(contents) || contents.flow === true) return source;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, indentSeq: hasIndentedLists(source) });
}

/** Whether lists stand further in than their keys, told by the first; kubectl's do not. */
function hasIndentedLists(source: string): boolean {
  const [, key = '', dash = ''] = /^( *(?:- +)*)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n( *)- /m.exec(source) ?? [];
  return dash.length > key.length;
}

function valuesOf({ documents }: ReturnType<typeof parseYaml>): unknown {
  return documents.map(({ value, dialect }) => [dialect, value]);
}

function commentsOf(text: string): string[] {
  return [...new Lexer().lex(text)]
    .filter((lexeme) => lexeme.startsWith('#'))
    .map((comment) => comment.trim())
    .sort();
}
