/** HTML that puts a run into another page. */
import { escapeHtml } from '../../export/index.ts';
import { type EmbedOptions, formatEmbedOptions } from './options.ts';

export interface EmbedChoices extends EmbedOptions {
  theme: 'system' | 'light' | 'dark';
  heightPx: number;
}

/** The address of the embedded run that a link stands for. */
export function embedAddress(link: string, choices: EmbedChoices): string {
  const [, fragment = ''] = /#(.*)$/s.exec(link) ?? [];
  const themed = `${fragment.replace(/&theme=\w+/, '')}${choices.theme === 'system' ? '' : `&theme=${choices.theme}`}`;
  return `${new URL('./embed.html', link).href}#${themed}${formatEmbedOptions(choices)}`;
}

export function iframeSnippet(link: string, title: string, choices: EmbedChoices): string {
  const address = escapeHtml(embedAddress(link, choices));
  return `<iframe src="${address}"\n  title="${escapeHtml(title)}" width="100%" height="${choices.heightPx}" style="border: 0" loading="lazy"></iframe>\n`;
}

/** With the YAML inside, where it can be read and changed; a text that would end its own element goes as a link. */
export function elementSnippet(link: string, text: string, title: string, choices: EmbedChoices): string {
  const script = `<script type="module" src="${escapeHtml(new URL('./pod-timeline.js', link).href)}"></script>`;
  const settings = [
    ...(choices.controls === 'transport' ? [] : [`controls="${choices.controls}"`]),
    ...(choices.theme === 'system' ? [] : [`theme="${choices.theme}"`]),
    ...(choices.edit ? ['edit'] : []),
    `title="${escapeHtml(title)}"`,
    `style="height: ${choices.heightPx}px"`,
  ].join(' ');
  const fits = !/<\/script|<!--/i.test(text);
  return fits
    ? // The empty lines keep Markdown from taking the YAML for its own
      `${script}\n<pod-timeline ${settings}>\n\n<script type="application/yaml">\n${text.trimEnd()}\n</script>\n\n</pod-timeline>\n`
    : `${script}\n<pod-timeline src="${escapeHtml(link)}" ${settings}></pod-timeline>\n`;
}
