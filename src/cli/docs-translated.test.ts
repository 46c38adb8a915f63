/**
 * A translated page of docs/ has the sections of its English page, each with the same lists, tables, code and links. Below each of its headings stands which English text
 * it translates (`<!-- en 1a2b3c4d -->`): whoever changes an English section looks at the translation, and writes the new mark there.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { pageOf, TRANSLATED } from '../../scripts/docs/site.mjs';

const DOCS = join(import.meta.dirname, '../../docs');
const page = (file: string) => readFileSync(join(DOCS, file), 'utf8');

describe.each(TRANSLATED)('$file', ({ file, of, page: address }) => {
  const english = sectionsOf(of);
  const translated = sectionsOf(file);

  it('has the sections of the English page, with the same lists, tables, code and links', () => {
    expect(translated.map(({ outline }) => outline)).toEqual(english.map(({ outline }) => outline));
  });

  it('translates the present English text', () => {
    const marks = translated.map(({ heading, mark }) => ({ heading, mark }));
    expect(marks).toEqual(english.map(({ ownMark }, index) => ({ heading: translated[index]?.heading, mark: ownMark })));
  });

  it('is in Chinese, and leads to the English page and back', () => {
    for (const { heading } of translated) expect(heading).toMatch(/[一-鿿]/);
    const source = TRANSLATED.find((each) => each.of === of);
    const shown = { file, page: address, title: source?.title ?? '', of };
    expect(pageOf(shown, page(file))).toMatch(/<html lang="zh-Hans">[^]*<a class="other" href="\.\.\/[\w-]+\.html" lang="en"/);
    expect(pageOf({ file: of, page: posix.basename(address), title: '' }, page(of))).toContain(`<a class="other" href="${address}" lang="zh-Hans"`);
    expect(pageOf(shown, page(file))).not.toContain('<!-- en');
  });
});

interface Section {
  heading: string;
  /** Depth of the heading, then what stands below it. */
  outline: string[];
  /** Which English text it says that it translates. */
  mark: string | undefined;
  /** That of its own text. */
  ownMark: string;
}

function sectionsOf(file: string): Section[] {
  const sections: (Section & { raw: string })[] = [];
  for (const token of marked.lexer(page(file))) {
    if (token.type === 'heading') sections.push({ heading: token['text'], outline: [`h${token['depth']}`], mark: undefined, ownMark: '', raw: '' });
    const section = sections.at(-1);
    if (section === undefined) throw new Error(`${file} has text above its title`);
    section.raw += token.raw;
    const [, mark] = /^<!-- en (\w+) -->/.exec(token.raw) ?? [];
    if (mark !== undefined) section.mark = mark;
    else if (token.type !== 'heading' && token.type !== 'space') section.outline.push(outlineOf(token, file));
  }
  return sections.map(({ raw, ...section }) => ({ ...section, ownMark: createHash('sha256').update(raw.trim()).digest('hex').slice(0, 8) }));
}

/** A block without its words: its kind and size, what is code in it, and where it leads. */
function outlineOf(token: Token, file: string): string {
  const inside: string[] = [];
  void marked.walkTokens([token], (each) => {
    if (each.type === 'codespan') inside.push(withoutComment(each['text']));
    if (each.type === 'link' || each.type === 'image') inside.push(targetOf(each['href'], file));
  });
  return [token.type, sizeOf(token as Tokens.Generic), ...inside.sort()].join(' ');
}

function withoutComment(code: string): string {
  return code.replace(/ {2}# .*/, '');
}

function sizeOf({ type, items, rows, lang }: Tokens.Generic): string {
  if (type === 'list') return `${items.length}`;
  return type === 'table' ? `${rows.length}` : (lang ?? '');
}

/** The English file that a link leads to. */
function targetOf(href: string, file: string): string {
  if (/^[a-z]+:/.test(href)) return href;
  // Pictures are in the language of their page
  const path = posix.join(dirname(file), href).replace('pictures/zh-Hans/', 'pictures/');
  return TRANSLATED.find((each) => each.file === path)?.of ?? path;
}
