/** Images of operating systems, of Kubernetes' own tests, and small ones. */
import type { CatalogueEntry } from './catalogue-entry.ts';

/** test/images/agnhost/Dockerfile; its tests run scripts with bash, and hooks with curl. */
const AGNHOST = {
  shell: 'busybox',
  alpine: true,
  sizeMiB: 55,
  entrypoint: ['/agnhost'],
  cmd: ['pause'],
  ports: [],
  programs: { '/agnhost': 'agnhost', '/agnhost-2': 'agnhost', '/bin/bash': 'bash', '/usr/bin/curl': 'curl' },
  files: {
    '/etc/passwd':
      'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\nuser-defined-in-image:x:1000:1000::/home/user-defined-in-image:/bin/sh\n',
  },
} satisfies Omit<CatalogueEntry, 'names'>;

export const SYSTEM_IMAGES: readonly CatalogueEntry[] = [
  {
    names: ['busybox', 'e2e-test-images/busybox', 'google_containers/busybox', 'google-containers/busybox', 'kubernetes/busybox'],
    shell: 'busybox',
    sizeMiB: 2.1,
    cmd: ['sh'],
  },
  { names: ['alpine'], shell: 'busybox', alpine: true, sizeMiB: 3.6, cmd: ['/bin/sh'] },
  { names: ['debian'], shell: 'dash', sizeMiB: 48, cmd: ['bash'], programs: { '/usr/bin/bash': 'bash' } },
  { names: ['ubuntu'], shell: 'dash', sizeMiB: 29, cmd: ['/bin/bash'], programs: { '/usr/bin/bash': 'bash' } },
  {
    names: ['bash'],
    shell: 'busybox',
    sizeMiB: 6,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['bash'],
    programs: { '/usr/local/bin/bash': 'bash', '/usr/local/bin/docker-entrypoint.sh': 'run-arguments' },
  },
  {
    names: ['centos', 'rockylinux', 'almalinux', 'fedora', 'amazonlinux', 'redhat/ubi8', 'redhat/ubi9', 'ubi8', 'ubi9', 'ubi8/ubi', 'ubi9/ubi', 'oraclelinux'],
    shell: 'bash',
    sizeMiB: 70,
    cmd: ['/bin/bash'],
    programs: { '/usr/bin/curl': 'curl' },
  },
  {
    names: ['pause', 'google_containers/pause', 'google-containers/pause', 'pause-amd64', 'rancher/mirrored-pause'],
    shell: 'none',
    sizeMiB: 0.3,
    entrypoint: ['/pause'],
    user: '65535:65535',
    programs: { '/pause': 'pause' },
  },
  { names: ['e2e-test-images/agnhost', 'agnhost'], ...AGNHOST },
  { names: ['liveness', 'google_containers/liveness'], shell: 'none', sizeMiB: 2, entrypoint: ['/server'], ports: [8080], programs: { '/server': 'liveness' } },
  { names: ['e2e-test-images/nonroot'], shell: 'dash', sizeMiB: 42, user: '1234', cmd: ['/bin/sh'] },
  {
    names: ['e2e-test-images/nonewprivs'],
    shell: 'busybox',
    alpine: true,
    sizeMiB: 4,
    cmd: ['nnp'],
    programs: { '/usr/local/bin/nnp': 'nnp' },
  },
  // agnhost with a picture (test/images/kitten/Dockerfile)
  ...['nautilus', 'kitten'].map((animal) => ({
    names: [`e2e-test-images/${animal}`],
    ...AGNHOST,
    cmd: ['test-webserver'],
    ports: [80],
    files: { ...AGNHOST.files, '/data.json': `{"image": "${animal}.jpg"}\n`, [`/${animal}.jpg`]: 'JFIF' },
  })),
  { names: ['goproxy'], shell: 'none', sizeMiB: 2, entrypoint: ['/goproxy'], ports: [8080], programs: { '/goproxy': 'raw-server-8080' } },
  {
    names: ['echoserver', 'google_containers/echoserver', 'ealen/echo-server', 'e2e-test-images/echoserver'],
    shell: 'busybox',
    sizeMiB: 48,
    cmd: ['/usr/sbin/nginx-echo'],
    ports: [8080],
    programs: { '/usr/sbin/nginx-echo': 'echo-server' },
  },
  { names: ['hello-world'], shell: 'none', sizeMiB: 0.01, cmd: ['/hello'], programs: { '/hello': 'hello' } },
  {
    names: ['redis', 'valkey/valkey', 'redis/redis-stack-server'],
    shell: 'dash',
    sizeMiB: 45,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['redis-server'],
    workdir: '/data',
    ports: [6379],
    programs: {
      '/usr/local/bin/docker-entrypoint.sh': 'run-arguments',
      '/usr/local/bin/redis-server': 'redis-server',
      '/usr/local/bin/redis-cli': 'redis-cli',
      '/usr/local/bin/valkey-server': 'redis-server',
      '/usr/local/bin/valkey-cli': 'redis-cli',
      '/usr/bin/bash': 'bash',
    },
  },
  {
    names: ['curlimages/curl'],
    shell: 'busybox',
    sizeMiB: 9,
    entrypoint: ['/entrypoint.sh'],
    cmd: ['curl', '--help'],
    user: 'curl_user',
    programs: { '/entrypoint.sh': 'run-arguments', '/usr/bin/curl': 'curl' },
  },
  {
    names: ['nicolaka/netshoot'],
    shell: 'busybox',
    sizeMiB: 180,
    cmd: ['zsh'],
    programs: { '/bin/zsh': 'bash', '/bin/bash': 'bash', '/usr/bin/curl': 'curl' },
  },
  {
    names: ['google-samples/hello-app', 'google-samples/node-hello', 'hello-app', 'gcr/hello-app'],
    shell: 'none',
    sizeMiB: 8,
    entrypoint: ['/hello-app'],
    ports: [8080],
    programs: { '/hello-app': 'hello-app' },
  },
  {
    names: ['stress', 'polinux/stress', 'progrium/stress', 'e2e-test-images/resource-consumer'],
    shell: 'busybox',
    sizeMiB: 5,
    cmd: ['stress'],
    programs: { '/usr/local/bin/stress': 'stress', '/bin/stress': 'stress' },
  },
];
