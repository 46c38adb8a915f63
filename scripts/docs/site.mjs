/**
 * Makes the site that the app serves under /docs: one plain HTML page for each Markdown file, in the app's colours. Pages fetch nothing, and their only
 * script corrects the address.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { Marked } from 'marked';
import { ROOT } from '../install.mjs';
import { receipts } from './receipts.mjs';

/**
 * @typedef {'en' | 'zh-Hans'} Language
 * @typedef {object} DocPage
 * @property {string} file below docs/
 * @property {string} page its address on the site
 * @property {string} title
 * @property {string} [of] of a translation: the English file
 */

/** The pages, in the order of the menu. @type {DocPage[]} */
const ENGLISH = [
  { file: 'README.md', page: 'index.html', title: 'Documentation' },
  { file: 'user-guide.md', page: 'user-guide.html', title: 'User guide' },
  { file: 'presenting.md', page: 'presenting.html', title: 'Presenting' },
  { file: 'scenario.md', page: 'scenario.html', title: 'Scenario format' },
  { file: 'recording.md', page: 'recording.html', title: 'Recording format' },
  { file: 'cli.md', page: 'cli.html', title: 'Command line' },
  { file: 'fleet/README.md', page: 'fleet.html', title: 'Sweeps over a fleet' },
  { file: 'embedding.md', page: 'embedding.html', title: 'Embedding' },
  { file: 'architecture.md', page: 'architecture.html', title: 'Architecture' },
  { file: 'fidelity.md', page: 'fidelity.html', title: 'Fidelity' },
];

/** What there is in Chinese. @type {(DocPage & { of: string })[]} */
export const TRANSLATED = [
  { file: 'zh-Hans/README.md', page: 'zh-Hans/index.html', title: '文档', of: 'README.md' },
  { file: 'zh-Hans/user-guide.md', page: 'zh-Hans/user-guide.html', title: '使用指南', of: 'user-guide.md' },
  { file: 'zh-Hans/presenting.md', page: 'zh-Hans/presenting.html', title: '演示', of: 'presenting.md' },
  { file: 'zh-Hans/embedding.md', page: 'zh-Hans/embedding.html', title: '嵌入', of: 'embedding.md' },
  { file: 'zh-Hans/architecture.md', page: 'zh-Hans/architecture.html', title: '架构', of: 'architecture.md' },
];

export const PAGES = [...ENGLISH, ...TRANSLATED];

/** What a page says of itself. @type {Record<Language, { menu: string, other: string, otherLanguage: Language }>} */
const WORDS = {
  en: { menu: 'Documentation', other: '简体中文', otherLanguage: 'zh-Hans' },
  'zh-Hans': { menu: '文档', other: 'English', otherLanguage: 'en' },
};

/** Writes the whole site. @param {string} folder is emptied first */
export function writeSite(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const page of PAGES) {
    const text = readFileSync(join(ROOT, 'docs', page.file), 'utf8');
    const at = join(folder, page.page);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, pageOf(page, page.file === 'fidelity.md' ? `${text.trimEnd()}\n\n${receipts()}\n` : text));
  }
  writeFileSync(join(folder, 'docs.css'), readFileSync(join(ROOT, 'scripts/docs/docs.css')));
  const pictures = join(ROOT, 'docs/pictures');
  if (existsSync(pictures)) cpSync(pictures, join(folder, 'pictures'), { recursive: true });
}

/** @param {DocPage} shown @param {string} markdown */
export function pageOf(shown, markdown) {
  const { page, title } = shown;
  const language = shown.of === undefined ? 'en' : 'zh-Hans';
  const words = WORDS[language];
  /** @param {string} address */
  const to = (address) => posix.relative(posix.dirname(page), address);
  const home = '../'.repeat(page.split('/').length);
  const menu = ENGLISH.map((english) => {
    const { page: address, title: name, of } = (language === 'en' ? undefined : TRANSLATED.find((each) => each.of === english.file)) ?? english;
    const isForeign = language !== 'en' && of === undefined;
    return `<li><a href="${to(address)}"${address === page ? ' aria-current="page"' : ''}${isForeign ? ' lang="en"' : ''}>${name}</a></li>`;
  }).join('');
  const other = shown.of === undefined ? TRANSLATED.find(({ of }) => of === shown.file) : ENGLISH.find(({ file }) => file === shown.of);
  const change = other ? `<a class="other" href="${to(other.page)}" lang="${words.otherLanguage}" hreflang="${words.otherLanguage}">${words.other}</a>` : '';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Podloupe</title>
<script>/* Served as a folder without its slash, relative addresses would miss it */ if (/\\/(?:docs|zh-Hans)$/.test(location.pathname)) location.replace(location.pathname + '/');</script>
<link rel="icon" href="${home}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${to('docs.css')}">
</head>
<body>
<nav aria-label="${words.menu}"><a class="home" href="${home}">Podloupe</a><ul>${menu}</ul>${change}</nav>
<main>
${htmlOf(shown, markdown)}</main>
</body>
</html>
`;
}

/** @param {DocPage} shown @param {string} markdown */
function htmlOf(shown, markdown) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const words = this.parser.parseInline(tokens);
        return `<h${depth} id="${anchorOf(words, known)}">${words}</h${depth}>\n`;
      },
      link({ href, title, tokens }) {
        const words = this.parser.parseInline(tokens);
        const address = addressOf(href, shown);
        return address === undefined
          ? `<span title="${href.replace(/^(?:\.\.\/)+/, '')}">${words}</span>`
          : `<a href="${address}"${title ? ` title="${title}"` : ''}>${words}</a>`;
      },
      // Notes to the translator
      html: () => '',
      table(token) {
        const cell = (/** @type {typeof token.header[number]} */ each, /** @type {string} */ tag) =>
          `<${tag}${each.align ? ` style="text-align: ${each.align}"` : ''}>${this.parser.parseInline(each.tokens)}</${tag}>`;
        const row = (/** @type {typeof token.header} */ cells, /** @type {string} */ tag) => `<tr>${cells.map((each) => cell(each, tag)).join('')}</tr>`;
        return `<div class="table" tabindex="0"><table><thead>${row(token.header, 'th')}</thead><tbody>${token.rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>\n`;
      },
    },
  });
  return String(marked.parse(markdown));
}

/**
 * Where a link of a Markdown file leads on the site; undefined for a file of the repository that is not served.
 * @param {string} href @param {DocPage} from @returns {string | undefined}
 */
function addressOf(href, from) {
  if (/^(?:[a-z]+:|#)/.test(href)) return href;
  const [path = '', fragment] = href.split('#');
  const file = posix.join(posix.dirname(from.file), path);
  const page = PAGES.find((each) => each.file === file);
  if (page) return posix.relative(posix.dirname(from.page), page.page) + (fragment === undefined ? '' : `#${fragment}`);
  // The app itself
  return file === '../' ? `${'../'.repeat(from.page.split('/').length)}#${fragment ?? ''}` : undefined;
}

/** The anchor of a heading, as GitHub makes it. @param {string} words @param {Map<string, number>} known */
function anchorOf(words, known) {
  const plain = words
    .replace(/<[^>]+>/g, '')
    .replace(/&[a-z]+;|&#\d+;/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
  const count = known.get(plain) ?? 0;
  known.set(plain, count + 1);
  return count === 0 ? plain : `${plain}-${count}`;
}
