import { describe, expect, test } from 'vitest';
import { findImage } from './images.ts';

describe('findImage', () => {
  test.each([
    'nginx',
    'nginx:1.27',
    'docker.io/library/nginx',
    'library/nginx@sha256:0123',
    'registry.example.com:5000/library/nginx:1',
    'registry.k8s.io/e2e-test-images/nginx:1.27-1',
  ])('%s is nginx', (reference) => {
    expect(findImage(reference)).toMatchObject({
      name: reference,
      known: true,
      entrypoint: ['/docker-entrypoint.sh'],
      cmd: ['nginx', '-g', 'daemon off;'],
      stopSignal: 'SIGQUIT',
      ports: [80],
    });
  });

  test('nginx before 1.19 has no entrypoint script: args are the command', () => {
    // recorded on a real v1.36.2: `args: [pause]` of nginx:1.15-4 is `exec: "pause": executable file not found in $PATH`
    expect(findImage('registry.k8s.io/e2e-test-images/nginx:1.15-4')).toMatchObject({ entrypoint: [], cmd: ['nginx', '-g', 'daemon off;'] });
    expect(findImage('nginx:1.19').entrypoint).toEqual(['/docker-entrypoint.sh']);
    expect(findImage('nginx:1').entrypoint).toEqual(['/docker-entrypoint.sh']);
  });

  test('tags say which shell there is', () => {
    const shell = (reference: string) => findImage(reference).shell;
    expect([
      shell('nginx'),
      shell('nginx:alpine'),
      shell('python:3.13-slim'),
      shell('node:22-alpine'),
      shell('busybox:1.36'),
      shell('gcr.io/distroless/static'),
      shell('registry.k8s.io/pause:3.10'),
    ]).toEqual(['dash', 'busybox', 'dash', 'busybox', 'busybox', 'none', 'none']);
  });

  test('an unknown image is a guess: a program of its name', () => {
    expect(findImage('harbor.example.com/shop/awesomeapp:v1')).toMatchObject({
      known: false,
      entrypoint: ['/app/awesomeapp'],
      cmd: [],
      user: '0',
      stopSignal: 'SIGTERM',
      shell: 'dash',
    });
    expect(findImage('someone/nginx').known).toBe(false);
  });

  test('every entry has what it starts', async () => {
    const { CATALOGUE } = await import('./catalogue.ts');
    const { createTestMachine, createClock } = await import('../testing/test-machine.ts');
    for (const { names } of CATALOGUE) {
      const image = findImage(names[0] as string);
      const argv = [...image.entrypoint, ...image.cmd];
      const clock = createClock();
      const process = createTestMachine(clock, image.name).start(argv, {
        env: image.env,
        cwd: image.workdir,
        onOutput: () => {},
        onExit: () => {},
        onPhase: () => {},
      });
      expect('message' in process ? `${image.name}: ${process.message}` : '').toBe('');
      clock.runUntil(20_000);
    }
  });
});
