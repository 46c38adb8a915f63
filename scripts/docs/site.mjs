/**
 * Makes the site that the app serves under /docs: one plain HTML page for each Markdown file, in the app's colours. Pages fetch nothing, and their only
 * script corrects the address.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { ROOT } from '../install.mjs';
import { receipts } from './receipts.mjs';

/** The pages, in the order of the menu. */
export const PAGES = [
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

/** Writes the whole site. @param {string} folder is emptied first */
export function writeSite(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, page, title } of PAGES) {
    const text = readFileSync(join(ROOT, 'docs', file), 'utf8');
    writeFileSync(join(folder, page), pageOf(title, page, file === 'fidelity.md' ? `${text.trimEnd()}\n\n${receipts()}\n` : text));
  }
  writeFileSync(join(folder, 'docs.css'), readFileSync(join(ROOT, 'scripts/docs/docs.css')));
  const pictures = join(ROOT, 'docs/pictures');
  if (existsSync(pictures)) cpSync(pictures, join(folder, 'pictures'), { recursive: true });
}

/** @param {string} title @param {string} page @param {string} markdown */
export function pageOf(title, page, markdown) {
  const menu = PAGES.map((each) => `<li><a href="${each.page}"${each.page === page ? ' aria-current="page"' : ''}>${each.title}</a></li>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Podloupe</title>
<script>/* Served as a folder without its slash, relative addresses would miss it */ if (/\\/docs$/.test(location.pathname)) location.replace(location.pathname + '/');</script>
<link rel="icon" href="../icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="docs.css">
</head>
<body>
<nav aria-label="Documentation"><a class="home" href="../">Podloupe</a><ul>${menu}</ul></nav>
<main>
${htmlOf(markdown)}</main>
</body>
</html>
`;
}

/** @param {string} markdown */
function htmlOf(markdown) {
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
        const address = addressOf(href);
        return address === undefined
          ? `<span title="${href.replace(/^(?:\.\.\/)+/, '')}">${words}</span>`
          : `<a href="${address}"${title ? ` title="${title}"` : ''}>${words}</a>`;
      },
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

/** Where a link of a Markdown file leads on the site; undefined for a file of the repository that is not served. @param {string} href @returns {string | undefined} */
function addressOf(href) {
  const [path = '', fragment] = href.split('#');
  const page = PAGES.find(({ file }) => path === file || path === `docs/${file}`);
  if (page) return fragment === undefined ? page.page : `${page.page}#${fragment}`;
  const isServed = /^(?:[a-z]+:|#)/.test(href) || path.startsWith('pictures/') || path === '../';
  return isServed ? href : undefined;
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
