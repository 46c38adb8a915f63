import { describe, expect, it } from 'vitest';
import { run } from './answer.ts';
import { imagesOf } from './images.ts';
import type { ImageFace } from '../protocol.ts';

function facesOf(text: string): ImageFace[] {
  const { kept } = run({ id: 1, text, choices: {} });
  if (!kept) throw new Error('The text has errors');
  return imagesOf(kept);
}

const scenario = (spec: string) => `apiVersion: podloupe.dev/v1\nkind: Scenario\nmetadata: {name: images}\nspec:\n${spec}---\n`;
const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n${spec}`;
const secondsOf = ({ pulls }: ImageFace) => pulls.map(({ fromMs, toMs, ok }) => `${fromMs / 1000}–${(toMs ?? Number.NaN) / 1000} s ${ok ? 'ok' : 'failed'}`);

describe('the images of a run', () => {
  it('are read as the kubelet reads them, with the policy that follows from the tag (SetDefaults_Container)', () => {
    const faces = facesOf(
      pod(`  initContainers:
    - {name: proxy, image: "registry.k8s.io/pause:3.10", restartPolicy: Always}
  containers:
    - {name: web, image: nginx}
    - {name: api, image: "harbor.shop.example:8443/shop/api:1.4", imagePullPolicy: Never}
    - {name: job, image: "shop/job@sha256:${'0123456789abcdef'.repeat(4)}"}
`),
    );
    expect(faces.map(({ user, of, read, policy }) => [user, of, read?.registry, read?.repository, read?.tag, policy.value, policy.because])).toEqual([
      ['proxy', 'sidecar', 'registry.k8s.io', 'pause', '3.10', 'IfNotPresent', 'tagged'],
      ['web', 'container', 'docker.io', 'library/nginx', 'latest', 'Always', 'latest'],
      ['api', 'container', 'harbor.shop.example:8443', 'shop/api', '1.4', 'Never', 'written'],
      ['job', 'container', 'docker.io', 'shop/job', undefined, 'IfNotPresent', 'tagged'],
    ]);
  });

  it('say what is in them, and what the first process is: command replaces the entrypoint, args the command', () => {
    const [nginx, own, unknown] = facesOf(
      scenario(`  images:\n    - {image: "shop/own:*", entrypoint: [/run], cmd: [--fast], user: "1000"}\n`) +
        pod(`  containers:
    - {name: nginx, image: "nginx:1.27", args: [nginx, -v]}
    - {name: own, image: "shop/own:2", command: [/other]}
    - {name: unknown, image: "shop/cart:1.4"}
`),
    );
    expect(nginx).toMatchObject({ holds: { by: 'catalogue', stopSignal: 'SIGQUIT', ports: [80] }, runs: ['/docker-entrypoint.sh', 'nginx', '-v'] });
    expect(own).toMatchObject({ holds: { by: 'scenario', user: '1000', cmd: ['--fast'] }, runs: ['/other'] });
    expect(unknown).toMatchObject({ holds: { by: 'guess' }, runs: ['/app/cart'] });
  });

  it('list each pull with its end, and what the runtime said of one that failed', () => {
    const [face] = facesOf(
      scenario('  duration: 60s\n  images:\n    - {image: "shop/cart:1.4", pullError: {error: unauthorized, until: 15s}, pull: 3s}\n') +
        pod('  imagePullSecrets: [{name: regcred}]\n  containers:\n    - {name: app, image: "shop/cart:1.4"}\n'),
    );
    expect(face).toMatchObject({ wasThere: false, access: { secrets: ['regcred'], registries: [] } });
    expect(secondsOf(face as ImageFace).at(0)).toMatch(/ failed$/);
    expect(secondsOf(face as ImageFace).at(-1)).toMatch(/ ok$/);
    expect(face?.pulls[0]?.message).toMatch(/authorization failed|unauthorized/);
  });

  it('follow a change of the image, and tell a name that cannot be read', () => {
    const faces = facesOf(
      scenario(
        '  duration: 60s\n  actions:\n    - {at: 20s, do: patch, type: strategic, patch: {spec: {containers: [{name: app, image: "shop/cart:2.0"}]}}}\n',
      ) + pod('  containers:\n    - {name: app, image: "Shop/Cart:1.4"}\n'),
    );
    expect(faces.map(({ reference, toMs, invalid }) => [reference, toMs !== undefined, invalid !== undefined])).toEqual([
      ['Shop/Cart:1.4', true, true],
      ['shop/cart:2.0', false, false],
    ]);
    expect(faces[0]?.holds).toBeUndefined();
  });
});
