/**
 * Links that exist: each must open for ever, with the same text. Entries are never changed and never removed.
 *
 * To make a new version of the format:
 * 1. Add `version-2.ts` (and `dictionary-2.ts` if the dictionary changes) with its own unpacker; leave the files of version 1
 *    as they are. What the unpacker uses (base64url.ts, utf8.ts) must keep doing what it does.
 * 2. In `versions.ts` add the unpacker, an upgrader for `1` (returning its argument if only the packing changes; writing out
 *    the old meaning if a default or a field of the Scenario document changes), and set CURRENT_VERSION.
 * 3. Let `encode.ts` pack with the new version.
 * 4. Add links of the new version below. Those of the old ones then show what the upgrader makes of their text.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeLink } from './decode.ts';
import { DICTIONARY_1 } from './dictionary-1.ts';
import type { LinkView } from './view.ts';

interface Golden {
  what: string;
  link: string;
  text: string;
  view: LinkView;
}

const VERSION_1: Golden[] = [
  {
    what: 'a Pod in block style',
    link: '11bIyEvgtYB4Vi3gifAsG09JNjUJ7w2AXtPAgA',
    view: {},
    text: `apiVersion: v1
kind: Pod
metadata:
  name: cart
spec:
  containers:
    - name: app
      image: shop/cart:1.4
      livenessProbe:
        httpGet: {path: /healthz, port: 8080}
        failureThreshold: 3
`,
  },
  {
    what: 'a Scenario document, and view settings',
    link: '1YoI2GnMiwDYNlIB9uCZATZg4RtESfWVTyESwLYgqlk8FJN6JG7qOfSwmMKvmxJCWXdEuiAQi4A&t=45.3s&zoom=0s..2m0s&theme=dark',
    view: { playheadMs: 45_300, zoomMs: { from: 0, to: 120_000 }, theme: 'dark' },
    text: `apiVersion: podloupe.dev/v1
kind: Scenario
spec:
  workloads:
    app: {boot: 25s}
  actions:
    - {at: 95s, do: delete}
---
apiVersion: v1
kind: Pod
metadata: {name: cart}
spec: {containers: [{name: app, image: "shop/cart:1.4"}]}
`,
  },
  {
    what: 'a comparison with another seed',
    link: '11bIyEvgtYB4Vi3gifAsG09JNjUJ7w2AXtPAgA&t=12s&vs=seed:7&side=b',
    view: { playheadMs: 12_000, compare: { with: { kind: 'seed', seed: 7 }, presentIs: 'b' } },
    text: `apiVersion: v1
kind: Pod
metadata:
  name: cart
spec:
  containers:
    - name: app
      image: shop/cart:1.4
      livenessProbe:
        httpGet: {path: /healthz, port: 8080}
        failureThreshold: 3
`,
  },
  {
    what: 'KYAML',
    link: '1TO06Xa0bkYZ-JSfHos0oGGAA',
    view: {},
    text: `---
{
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web",
  },
  spec: {
    containers: [{
      name: "app",
      image: "nginx:1.27",
    }],
  },
}
`,
  },
  {
    what: 'text that is no YAML, with all that is hard to carry',
    link: '1Dwe797P6fSsz2Lnq6drvBh_sSVjxp6P8yf1cDLxaCQlw_ampOqkJaamqKQWAJecJOalwIA',
    view: {},
    text: '\ufeff\t"漢字 👩‍🚀\r\n\0 no line feed at the end',
  },
];

describe('links of version 1', () => {
  it.each(VERSION_1)('$what', ({ link, text, view }) => {
    expect(decodeLink(`https://example.com/#${link}`)).toEqual({ text, view });
  });

  it('rest on a dictionary that never changes', () => {
    expect(createHash('sha256').update(DICTIONARY_1).digest('hex')).toBe('87ec4fde0bf5e0b634107717097e524c4a35a038e43142178fc5794cf843db8b');
  });
});
