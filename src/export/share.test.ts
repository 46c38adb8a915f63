import { describe, expect, it } from 'vitest';
import { simulate } from '../index.ts';
import { htmlLink, issueText, markdownLink } from './share.ts';

const LINK = 'https://example.com/podloupe/#1AB&t=4s&lanes=app.process,pod.events';
const TEXT =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  restartPolicy: Never\n  containers:\n    - {name: app, image: busybox, command: [sh, -c, "sleep 3; exit 1"]}\n';

describe('a link to paste', () => {
  it('is Markdown whatever the title has in it', () => {
    expect(markdownLink({ link: LINK, title: 'a [b] *c*', headline: 'killed' })).toBe(`[a \\[b\\] \\*c\\*: killed](<${LINK}>)`);
  });

  it('is HTML whatever the title has in it', () => {
    expect(htmlLink({ link: LINK, title: '<img src=x onerror=alert(1)>', headline: '"' })).toBe(
      '<a href="https://example.com/podloupe/#1AB&#38;t=4s&#38;lanes=app.process,pod.events">&#60;img src=x onerror=alert(1)&#62;</a>: &#34;',
    );
  });
});

describe('a report for an issue', () => {
  const trace = simulate(TEXT);
  const report = issueText({ link: LINK, title: 'web', headline: 'app failed', text: `${TEXT}# \`\`\`\n`, trace, version: '0.1.0' });

  it('has the link, the versions, the Events and the text', () => {
    expect(report).toContain(`[Open in Podloupe](<${LINK}>), Podloupe 0.1.0, kubelet ${trace.meta.version}, seed typical`);
    expect(report).toMatch(/ {2}Normal {3}Scheduled Successfully assigned default\/web/);
    expect(report).toMatch(/ s {2}Normal {3}Started app: /);
    expect(report).toContain('```mermaid\ngantt\n');
    expect(report).toContain(TEXT);
  });

  it('fences a text that has fences of its own', () => {
    expect(report).toContain('````yaml\napiVersion');
  });
});
