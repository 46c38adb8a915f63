import { describe, expect, it } from 'vitest';
import { embedOptions, formatEmbedOptions } from './options.ts';
import { elementSnippet, embedAddress, type EmbedChoices, iframeSnippet } from './snippets.ts';

const LINK = 'https://example.com/tools/podloupe/#1AbC&t=4s&theme=dark';
const CHOICES: EmbedChoices = { controls: 'none', edit: true, theme: 'light', heightPx: 300 };

describe('the address of an embedded run', () => {
  it('has the link’s payload and view, and the choices', () => {
    expect(embedAddress(LINK, CHOICES)).toBe('https://example.com/tools/podloupe/embed.html#1AbC&t=4s&theme=light&controls=none&edit=true');
    expect(embedAddress(LINK, { ...CHOICES, theme: 'system', controls: 'transport', edit: false })).toBe(
      'https://example.com/tools/podloupe/embed.html#1AbC&t=4s',
    );
  });

  it('gives its options back', () => {
    for (const controls of ['full', 'transport', 'none'] as const)
      for (const edit of [true, false]) expect(embedOptions(`#1AbC&t=4s${formatEmbedOptions({ controls, edit })}`)).toEqual({ controls, edit });
    expect(embedOptions('#1AbC&controls=<b>&edit=maybe')).toEqual({ controls: 'transport', edit: false });
  });
});

describe('what is pasted', () => {
  it('stays HTML whatever the title is', () => {
    expect(iframeSnippet(LINK, '"><script>alert(1)</script>', CHOICES)).not.toMatch(/<script/);
    expect(elementSnippet(LINK, 'kind: Pod\n', '"><img src=x>', CHOICES)).not.toMatch(/<img/);
  });

  it('has the YAML inside, unless that would end its own element', () => {
    expect(elementSnippet(LINK, 'kind: Pod\n', 'web', CHOICES)).toContain('<script type="application/yaml">\nkind: Pod\n</script>');
    const hostile = elementSnippet(LINK, 'kind: Pod # </script><script>alert(1)\n', 'web', CHOICES);
    expect(hostile).not.toContain('alert');
    expect(hostile).toContain('src="https://example.com/tools/podloupe/#1AbC&#38;t=4s&#38;theme=dark"');
  });
});
