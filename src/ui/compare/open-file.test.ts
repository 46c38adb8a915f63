import { expect, test } from 'vitest';
import type { AppState } from '../../store/app-store.ts';
import { importedFrom, isCaptured } from './open-file.ts';

const file = (name: string, text: string) => new File([text], name);
const folder = Object.assign(file('manifests', ''), { text: () => Promise.reject(new DOMException('not found', 'NotFoundError')) });

/** What files become: the text, or the notice that tells why there is none. */
async function taken(...files: File[]) {
  const changes: Partial<AppState>[] = [];
  const imported = await importedFrom(files, { set: (change) => changes.push(change) });
  return imported ?? changes;
}

test('manifests become one stream of documents', async () => {
  expect(await taken(file('a.yaml', 'kind: Pod\n'), file('b.yaml', 'kind: Service\n'))).toEqual({
    title: 'a.yaml, b.yaml',
    text: 'kind: Pod\n\n---\nkind: Service\n',
  });
});

test('what kubectl watched stays lines of JSON', async () => {
  expect(await taken(file('pods.json', '{"kind":"Pod"}'), file('events.json', '{"kind":"Event"}'))).toMatchObject({ text: '{"kind":"Pod"}\n{"kind":"Event"}' });
});

test('of a folder the reader is told, and nothing else changes', async () => {
  expect(await taken(file('a.yaml', 'kind: Pod\n'), folder)).toEqual([{ notice: { kind: 'unreadable-file', title: 'a.yaml, manifests' } }]);
});

test.each([
  ['a recording', '{"kind":"Meta","version":1}\n{"kind":"Pod","t":0}', true],
  ['Pods as JSON with a status', '{"kind":"Pod","status":{"phase":"Running"}}', true],
  ['an Event as JSON', '{"kind":"Event","involvedObject":{"kind":"Pod"}}', true],
  ['what describe prints', 'Name:   web\nContainers:\n  app:\n', true],
  ['a manifest as JSON', '{"kind":"Pod","spec":{}}', false],
  ['a manifest', 'kind: Pod\nmetadata: {name: web}\n', false],
])('%s: captured or to be simulated', (_what, text, captured) => {
  expect(isCaptured(text)).toBe(captured);
});
