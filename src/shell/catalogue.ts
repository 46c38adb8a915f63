/** Images as their publishers ship them: ENTRYPOINT, CMD, USER, STOPSIGNAL, size of the compressed layers. */
import type { Image, SignalName } from './types.ts';

interface Properties {
  shell: Image['shell'];
  sizeMiB: number;
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  env?: Readonly<Record<string, string>>;
  workdir?: string;
  user?: string;
  stopSignal?: SignalName;
  ports?: readonly number[];
}

export interface CatalogueEntry extends Properties {
  /** Repositories without registry. */
  names: readonly string[];
  /** Executables beyond the shell's tools: path to the program that it is. */
  programs?: Readonly<Record<string, string>>;
  /** Files beyond the usual ones. */
  files?: Readonly<Record<string, string>>;
  /** What differs by tag. */
  variants?: readonly ({ tag: RegExp } & Partial<Properties>)[];
}

const NGINX_INDEX = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const NGINX_PAGE_50X = '<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n';

const AGNHOST = { '/agnhost': 'agnhost', '/agnhost-2': 'agnhost' };

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    names: ['busybox', 'e2e-test-images/busybox', 'google_containers/busybox', 'google-containers/busybox', 'kubernetes/busybox'],
    shell: 'busybox',
    sizeMiB: 2.1,
    cmd: ['sh'],
  },
  { names: ['alpine'], shell: 'busybox', sizeMiB: 3.6, cmd: ['/bin/sh'] },
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
    names: ['nginx', 'e2e-test-images/nginx', 'nginx/nginx', 'nginxinc/nginx'],
    shell: 'dash',
    sizeMiB: 68,
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['nginx', '-g', 'daemon off;'],
    stopSignal: 'SIGQUIT',
    ports: [80],
    programs: { '/usr/sbin/nginx': 'nginx', '/docker-entrypoint.sh': 'nginx-entrypoint', '/usr/bin/curl': 'curl', '/usr/bin/bash': 'bash' },
    files: {
      '/usr/share/nginx/html/index.html': NGINX_INDEX,
      '/usr/share/nginx/html/50x.html': NGINX_PAGE_50X,
      '/etc/nginx/nginx.conf': 'user  nginx;\nworker_processes  auto;\nerror_log  /var/log/nginx/error.log notice;\npid        /run/nginx.pid;\n',
      '/etc/nginx/conf.d/default.conf':
        'server {\n    listen       80;\n    listen  [::]:80;\n    server_name  localhost;\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n',
    },
    variants: [{ tag: /alpine/, sizeMiB: 20 }],
  },
  {
    names: ['nginxinc/nginx-unprivileged'],
    shell: 'dash',
    sizeMiB: 68,
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['nginx', '-g', 'daemon off;'],
    stopSignal: 'SIGQUIT',
    user: '101',
    ports: [8080],
    programs: { '/usr/sbin/nginx': 'nginx', '/docker-entrypoint.sh': 'nginx-entrypoint', '/usr/bin/curl': 'curl' },
    files: {
      '/usr/share/nginx/html/index.html': NGINX_INDEX,
      '/etc/nginx/conf.d/default.conf': 'server {\n    listen       8080;\n    location / {\n        root   /usr/share/nginx/html;\n    }\n}\n',
    },
  },
  {
    names: ['httpd', 'e2e-test-images/httpd'],
    shell: 'dash',
    sizeMiB: 56,
    cmd: ['httpd-foreground'],
    workdir: '/usr/local/apache2',
    stopSignal: 'SIGWINCH',
    ports: [80],
    env: { PATH: '/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HTTPD_PREFIX: '/usr/local/apache2' },
    programs: {
      '/usr/local/bin/httpd-foreground': 'httpd-apache',
      '/usr/local/apache2/bin/httpd': 'httpd-apache',
      '/usr/local/apache2/bin/apachectl': 'apachectl',
      '/usr/bin/bash': 'bash',
    },
    files: { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
  },
  {
    names: ['pause', 'google_containers/pause', 'google-containers/pause', 'pause-amd64', 'rancher/mirrored-pause'],
    shell: 'none',
    sizeMiB: 0.3,
    entrypoint: ['/pause'],
    user: '65535:65535',
    programs: { '/pause': 'pause' },
  },
  { names: ['e2e-test-images/agnhost', 'agnhost'], shell: 'busybox', sizeMiB: 55, entrypoint: ['/agnhost'], cmd: ['pause'], ports: [], programs: AGNHOST },
  { names: ['liveness', 'google_containers/liveness'], shell: 'none', sizeMiB: 2, entrypoint: ['/server'], ports: [8080], programs: { '/server': 'liveness' } },
  { names: ['e2e-test-images/nonroot'], shell: 'busybox', sizeMiB: 42, user: '1234', entrypoint: ['/nonroot'], programs: { '/nonroot': 'nothing' } },
  {
    names: ['e2e-test-images/nautilus', 'e2e-test-images/kitten'],
    shell: 'none',
    sizeMiB: 18,
    entrypoint: ['/test-webserver'],
    ports: [80],
    programs: { '/test-webserver': 'test-webserver' },
  },
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
    names: ['postgres', 'postgis/postgis', 'bitnami/postgresql'],
    shell: 'bash',
    sizeMiB: 150,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['postgres'],
    stopSignal: 'SIGINT',
    ports: [5432],
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin', PGDATA: '/var/lib/postgresql/data' },
    programs: {
      '/usr/local/bin/docker-entrypoint.sh': 'run-arguments',
      '/usr/lib/postgresql/17/bin/postgres': 'postgres',
      '/usr/bin/pg_isready': 'pg_isready',
      '/usr/bin/psql': 'psql',
      '/usr/bin/pg_ctl': 'pg_ctl',
    },
  },
  {
    names: ['mysql', 'mariadb', 'percona', 'bitnami/mysql', 'bitnami/mariadb'],
    shell: 'bash',
    sizeMiB: 190,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['mysqld'],
    ports: [3306],
    programs: {
      '/usr/local/bin/docker-entrypoint.sh': 'run-arguments',
      '/usr/sbin/mysqld': 'mysqld',
      '/usr/sbin/mariadbd': 'mysqld',
      '/usr/bin/mysqladmin': 'mysqladmin',
      '/usr/bin/mariadb-admin': 'mysqladmin',
      '/usr/bin/mysql': 'psql',
      '/usr/bin/mariadb': 'psql',
      '/usr/local/bin/healthcheck.sh': 'mysqladmin',
    },
  },
  {
    names: ['mongo'],
    shell: 'bash',
    sizeMiB: 260,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['mongod'],
    ports: [27017],
    programs: {
      '/usr/local/bin/docker-entrypoint.sh': 'run-arguments',
      '/usr/bin/mongod': 'mongod',
      '/usr/bin/mongosh': 'mongosh',
      '/usr/bin/mongo': 'mongosh',
    },
  },
  {
    names: ['memcached'],
    shell: 'dash',
    sizeMiB: 31,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['memcached'],
    user: '11211',
    ports: [11211],
    programs: { '/usr/local/bin/docker-entrypoint.sh': 'run-arguments', '/usr/local/bin/memcached': 'memcached' },
  },
  {
    names: ['rabbitmq'],
    shell: 'dash',
    sizeMiB: 95,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['rabbitmq-server'],
    ports: [5672],
    programs: {
      '/usr/local/bin/docker-entrypoint.sh': 'run-arguments',
      '/opt/rabbitmq/sbin/rabbitmq-server': 'rabbitmq-server',
      '/opt/rabbitmq/sbin/rabbitmq-diagnostics': 'rabbitmq-diagnostics',
      '/usr/bin/bash': 'bash',
    },
    env: { PATH: '/opt/rabbitmq/sbin:/opt/erlang/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  },
  {
    names: ['etcd', 'coreos/etcd'],
    shell: 'none',
    sizeMiB: 55,
    entrypoint: ['/usr/local/bin/etcd'],
    ports: [2379],
    programs: { '/usr/local/bin/etcd': 'etcd', '/usr/local/bin/etcdctl': 'nothing' },
  },
  {
    names: ['traefik'],
    shell: 'busybox',
    sizeMiB: 48,
    entrypoint: ['/entrypoint.sh'],
    cmd: ['traefik'],
    ports: [80],
    programs: { '/entrypoint.sh': 'run-arguments', '/usr/local/bin/traefik': 'traefik' },
  },
  {
    names: ['haproxy'],
    shell: 'dash',
    sizeMiB: 42,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
    stopSignal: 'SIGUSR1',
    user: 'haproxy',
    ports: [80],
    programs: { '/usr/local/bin/docker-entrypoint.sh': 'run-arguments', '/usr/local/sbin/haproxy': 'haproxy' },
  },
  {
    names: ['envoyproxy/envoy'],
    shell: 'bash',
    sizeMiB: 60,
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['envoy', '-c', '/etc/envoy/envoy.yaml'],
    ports: [10000, 9901],
    programs: { '/docker-entrypoint.sh': 'run-arguments', '/usr/local/bin/envoy': 'envoy' },
  },
  {
    names: ['caddy'],
    shell: 'busybox',
    sizeMiB: 18,
    cmd: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
    ports: [80],
    workdir: '/srv',
    programs: { '/usr/bin/caddy': 'caddy' },
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
    names: ['perl'],
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
  {
    names: ['fluent/fluentd', 'fluentd-gcp', 'fluent/fluent-bit', 'fluentd'],
    shell: 'dash',
    sizeMiB: 40,
    entrypoint: ['fluentd'],
    ports: [24224],
    programs: { '/usr/bin/fluentd': 'default-server' },
  },
  {
    names: ['prom/prometheus', 'prometheus/prometheus'],
    shell: 'busybox',
    sizeMiB: 100,
    entrypoint: ['/bin/prometheus'],
    ports: [9090],
    user: 'nobody',
    programs: { '/bin/prometheus': 'prometheus' },
  },
  { names: ['grafana/grafana'], shell: 'busybox', sizeMiB: 120, entrypoint: ['/run.sh'], ports: [3000], user: '472', programs: { '/run.sh': 'grafana' } },
  {
    names: ['wordpress'],
    shell: 'dash',
    sizeMiB: 230,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['apache2-foreground'],
    stopSignal: 'SIGWINCH',
    ports: [80],
    programs: { '/usr/local/bin/docker-entrypoint.sh': 'run-arguments', '/usr/local/bin/apache2-foreground': 'httpd-apache' },
    files: { '/usr/local/apache2/htdocs/index.html': '<html><body>WordPress</body></html>\n' },
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
