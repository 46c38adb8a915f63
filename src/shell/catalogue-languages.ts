/** Images of programming languages. */
import type { CatalogueEntry } from './catalogue-entry.ts';

export const LANGUAGE_IMAGES: readonly CatalogueEntry[] = [
  {
    names: ['python'],
    shell: 'dash',
    sizeMiB: 350,
    cmd: ['python3'],
    programs: {
      '/usr/local/bin/python3': 'python',
      '/usr/local/bin/python': 'python',
      '/usr/bin/bash': 'bash',
      '/usr/bin/curl': 'curl',
      '/usr/bin/wget': 'wget',
    },
    variants: [
      { tag: /slim/, sizeMiB: 45 },
      { tag: /alpine/, sizeMiB: 18 },
    ],
  },
  {
    names: ['node'],
    shell: 'dash',
    sizeMiB: 380,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['node'],
    programs: {
      '/usr/local/bin/docker-entrypoint.sh': 'run-arguments',
      '/usr/local/bin/node': 'node',
      '/usr/local/bin/npm': 'npm',
      '/usr/local/bin/yarn': 'npm',
      '/usr/bin/bash': 'bash',
    },
    variants: [
      { tag: /slim/, sizeMiB: 75 },
      { tag: /alpine/, sizeMiB: 48 },
    ],
  },
  {
    names: ['golang'],
    shell: 'dash',
    sizeMiB: 300,
    cmd: ['bash'],
    workdir: '/go',
    programs: { '/usr/local/go/bin/go': 'go', '/usr/bin/bash': 'bash', '/usr/bin/curl': 'curl' },
    env: { PATH: '/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  },
  {
    names: ['eclipse-temurin', 'openjdk', 'amazoncorretto'],
    shell: 'dash',
    sizeMiB: 230,
    cmd: ['jshell'],
    programs: { '/opt/java/openjdk/bin/java': 'java', '/opt/java/openjdk/bin/jshell': 'nothing', '/usr/bin/bash': 'bash' },
    env: { PATH: '/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  },
  {
    names: ['tomcat'],
    shell: 'dash',
    sizeMiB: 200,
    cmd: ['catalina.sh', 'run'],
    ports: [8080],
    workdir: '/usr/local/tomcat',
    programs: { '/usr/local/tomcat/bin/catalina.sh': 'java', '/usr/bin/bash': 'bash' },
    env: { PATH: '/usr/local/tomcat/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  },
  {
    names: ['php'],
    shell: 'dash',
    sizeMiB: 170,
    entrypoint: ['docker-php-entrypoint'],
    cmd: ['php', '-a'],
    programs: {
      '/usr/local/bin/docker-php-entrypoint': 'run-arguments',
      '/usr/local/bin/php': 'php',
      '/usr/local/bin/php-fpm': 'php-fpm',
      '/usr/local/bin/apache2-foreground': 'httpd-apache',
    },
    variants: [
      { tag: /apache/, cmd: ['apache2-foreground'], stopSignal: 'SIGWINCH', ports: [80] },
      { tag: /fpm/, cmd: ['php-fpm'], stopSignal: 'SIGQUIT', ports: [9000] },
    ],
  },
  {
    names: ['perl', 'e2e-test-images/perl'],
    shell: 'dash',
    sizeMiB: 330,
    cmd: ['perl5.34.0', '-de0'],
    programs: { '/usr/local/bin/perl': 'calculation', '/usr/local/bin/perl5.34.0': 'calculation', '/usr/bin/bash': 'bash' },
  },
  {
    names: ['ruby'],
    shell: 'dash',
    sizeMiB: 350,
    cmd: ['irb'],
    programs: { '/usr/local/bin/ruby': 'interpreter', '/usr/local/bin/irb': 'nothing', '/usr/bin/bash': 'bash' },
  },
];
