/** Images of web servers, proxies, databases and queues. */
import type { CatalogueEntry } from './catalogue-entry.ts';

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

const nginxConf = (pid: string, temp: string) => `user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        ${pid};


events {
    worker_connections  1024;
}


http {${temp}
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

const NGINX = {
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
    '/etc/nginx/nginx.conf': nginxConf('/run/nginx.pid', ''),
    '/etc/nginx/conf.d/default.conf':
      'server {\n    listen       80;\n    listen  [::]:80;\n    server_name  localhost;\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n',
  },
  variants: [
    // Up to 1.18 the image had no entrypoint script: `args` alone are the command.
    { tag: /^1\.(?:\d|1[0-8])(?!\d)/, sizeMiB: 44, entrypoint: [] },
    { tag: /alpine/, sizeMiB: 20 },
  ],
} satisfies Omit<CatalogueEntry, 'names'>;

export const SERVER_IMAGES: readonly CatalogueEntry[] = [
  { names: ['nginx', 'nginx/nginx', 'nginxinc/nginx'], ...NGINX },
  { names: ['e2e-test-images/nginx'], ...NGINX, shell: 'busybox', alpine: true },
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
      '/etc/nginx/nginx.conf': nginxConf('/tmp/nginx.pid', '\n    client_body_temp_path /tmp/client_temp;').replace('user  nginx;\n', ''),
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
    names: ['postgres', 'postgis/postgis', 'bitnami/postgresql'],
    shell: 'bash',
    sizeMiB: 150,
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['postgres'],
    stopSignal: 'SIGINT',
    ports: [5432],
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin', PGDATA: '/var/lib/postgresql/data' },
    programs: {
      '/usr/local/bin/docker-entrypoint.sh': 'postgres-entrypoint',
      '/usr/lib/postgresql/17/bin/postgres': 'postgres',
      '/usr/bin/pg_isready': 'pg_isready',
      '/usr/bin/psql': 'psql',
      '/usr/bin/pg_ctl': 'pg_ctl',
      '/usr/bin/pg_dump': 'psql',
      '/usr/bin/pg_dumpall': 'psql',
      '/usr/bin/pg_restore': 'psql',
      '/usr/bin/createdb': 'psql',
      '/usr/bin/createuser': 'psql',
      '/usr/bin/apt-get': 'apt-get',
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
      '/usr/local/bin/docker-entrypoint.sh': 'mysql-entrypoint',
      '/usr/sbin/mysqld': 'mysqld',
      '/usr/sbin/mariadbd': 'mysqld',
      '/usr/bin/mysqladmin': 'mysqladmin',
      '/usr/bin/mariadb-admin': 'mysqladmin',
      '/usr/bin/mysql': 'mysql',
      '/usr/bin/mariadb': 'mysql',
      '/usr/bin/mysqldump': 'mysql',
      '/usr/bin/mariadb-dump': 'mysql',
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
      '/usr/bin/mongoimport': 'mongosh',
      '/usr/bin/mongoexport': 'mongosh',
      '/usr/bin/mongodump': 'mongosh',
      '/usr/bin/mongorestore': 'mongosh',
      '/usr/bin/apt-get': 'apt-get',
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
      '/opt/rabbitmq/sbin/rabbitmqctl': 'rabbitmq-diagnostics',
      '/opt/rabbitmq/sbin/rabbitmq-plugins': 'nothing',
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
];
