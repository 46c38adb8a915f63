/** Names of images and what is said of them. What a pull looks like to the kubelet is in ../images.test.ts. */
import { describe, expect, test } from 'vitest';
import { readScenario } from '../../scenario/index.ts';
import { sketch } from '../../testing/sim.ts';
import type { World } from '../world.ts';
import { fullReference, Images } from './images.ts';

function imagesOf(entries = '[]'): Images {
  const { scenario } = readScenario(sketch('containers: [{name: app, image: "busybox:1.36"}]', `images: ${entries}`));
  if (scenario === undefined) throw new Error('unreadable');
  return new Images({ scenario } as World);
}

test.each([
  // github.com/distribution/reference: ParseDockerRef
  ['busybox', 'docker.io/library/busybox:latest'],
  ['busybox:1.36', 'docker.io/library/busybox:1.36'],
  ['shop/app:1', 'docker.io/shop/app:1'],
  ['quay.io/app', 'quay.io/app:latest'],
  ['localhost/app', 'localhost/app:latest'],
  ['registry:5000/app', 'registry:5000/app:latest'],
  ['registry:5000/shop/app:1', 'registry:5000/shop/app:1'],
  ['app@sha256:abc', 'docker.io/library/app@sha256:abc'],
  ['registry:5000/app:2@sha256:abc', 'registry:5000/app@sha256:abc'],
])('%s is %s', (reference, full) => {
  expect(fullReference(reference)).toBe(full);
});

test('an image is named by the digest of its repository', () => {
  const images = imagesOf();
  expect(images.runtimeName('busybox:1.36')).toBe('docker.io/library/busybox:1.36');
  expect(images.id('busybox:1.36')).toMatch(/^docker\.io\/library\/busybox@sha256:[0-9a-f]{64}$/);
  expect(images.id('registry:5000/app')).toMatch(/^registry:5000\/app@sha256:/);
  expect(images.id('busybox:1.36')).toBe(images.id('docker.io/library/busybox:1.36'));
  expect(images.id('busybox:1.35')).not.toBe(images.id('busybox:1.36'));
});

describe('names that say themselves that there is no such image', () => {
  test.each([
    'nosuch',
    'no-such:1',
    'shop/nosuchimage:1.0',
    'nginx:no-such-tag',
    'nginx:does-not-exist',
    'app:doesnt-exist',
    'shop/not-exist',
    'app:nonexistent',
    'non-existing-image',
    'x/notfound:1',
    'app:not-found',
  ])('%s', (reference) => {
    expect(imagesOf().isAssumedMissing(reference)).toBe(true);
    expect(imagesOf().present(reference)).toBe(false);
  });

  test.each(['nginx', 'nosuchly', 'notary:1', 'shop/existing:1', 'foundation'])('not %s', (reference) => {
    expect(imagesOf().isAssumedMissing(reference)).toBe(false);
    expect(imagesOf().present(reference)).toBe(true);
  });

  test('what the scenario says of it comes first', () => {
    const images = imagesOf('[{image: "shop/nosuch:*"}]');
    expect(images.isAssumedMissing('shop/nosuch:1')).toBe(false);
    expect(images.isAssumedMissing('shop/nosuch')).toBe(true);
  });
});

describe('what an image holds: the scenario over the catalogue', () => {
  const known = imagesOf().image('nginx');

  test('nothing is said', () => {
    expect(imagesOf('[{image: nginx}]').image('nginx')).toEqual(known);
  });

  test('an entrypoint takes the command away, a command alone does not take the entrypoint', () => {
    expect(imagesOf('[{image: nginx, entrypoint: [/run]}]').image('nginx')).toMatchObject({ entrypoint: ['/run'], cmd: [] });
    expect(imagesOf('[{image: nginx, cmd: [serve]}]').image('nginx')).toMatchObject({ entrypoint: known.entrypoint, cmd: ['serve'] });
  });

  test('variables are added, the rest replaced', () => {
    const image = imagesOf('[{image: nginx, env: {A: "1"}, workdir: /w, user: "7", stopSignal: SIGINT, size: 5}]').image('nginx');
    expect(image).toMatchObject({ env: { ...known.env, A: '1' }, workdir: '/w', user: '7', stopSignal: 'SIGINT', sizeBytes: 5 });
  });

  test('paths, as far as they are said', () => {
    expect(imagesOf().holds('app', '/any')).toBe(true);
    const images = imagesOf('[{image: app, paths: [/data/sub]}]');
    expect(['/data/sub', '/data', '/data/sub/deep', '/dat', '/other'].map((path) => images.holds('app', path))).toEqual([true, true, true, false, false]);
  });
});

test('an image that is named by its digest has that one; one that is named by a tag has one of its own', () => {
  const digest = `sha256:${'0a'.repeat(32)}`;
  const images = imagesOf();
  expect(images.id(`registry.k8s.io/app:1@${digest}`)).toBe(`registry.k8s.io/app@${digest}`);
  // Without a tag there is nothing to show but the image's own id; recorded
  expect([images.runtimeName(`registry.k8s.io/app@${digest}`), images.runtimeName(`app:1@${digest}`)]).toEqual([
    expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  ]);
  expect(images.id('registry.k8s.io/app:1')).toMatch(/^registry\.k8s\.io\/app@sha256:[0-9a-f]{64}$/);
});

test('an action changes what is said: an entry where there is one, else a new one in front', () => {
  const images = imagesOf('[{image: "app:*", pullError: notFound, onNode: false}]');
  expect(images.present('app:1')).toBe(false);
  images.change('app:*', { onNode: true });
  expect(images.present('app:1')).toBe(true);
  images.change('app:2', { onNode: false });
  expect([images.present('app:1'), images.present('app:2')]).toEqual([true, false]);
});

test('of several entries an action changes the one that it names', () => {
  const images = imagesOf('[{image: "app:*", size: 5}, {image: "db:*", size: 7}]');
  images.change('app:*', { sizeBytes: 6 });
  images.change('db:*', { user: '3' });
  expect([images.image('app:1'), images.image('db:1')]).toMatchObject([{ sizeBytes: 6 }, { sizeBytes: 7, user: '3' }]);
});
