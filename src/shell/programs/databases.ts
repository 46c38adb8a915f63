/** Databases, queues and their clients. */
import { formatDate } from '../tools/dates.ts';
import { connect } from '../tools/http-client.ts';
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { option, paths, RAW, server } from './known-server.ts';
import { runArguments } from './small.ts';
import { answer, parseTarget, serve } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

const redis: Program = (process) => {
  const stamp = () => `${process.pid}:M ${formatDate('%d %b %Y %H:%M:%S', process.kernel.options.epochMs + process.kernel.now())}.000`;
  const port = Number(option(process, ['--port']) ?? 6379);
  return serve(process, {
    ports: [port],
    server: RAW,
    bootMs: 0,
    stopOn: ['SIGTERM', 'SIGINT'],
    exitCode: 0,
    drainMs: 10,
    onServing: () => process.fds.get(1)?.put(`${stamp()} * Ready to accept connections tcp\n`),
    onStop: () => process.fds.get(1)?.put(`${stamp()} * User requested shutdown...\n${stamp()} # Redis is now ready to exit, bye bye...\n`),
  });
};

/** Whether somebody listens: what clients of databases find out first. */
function* isUp(process: Process, hostOptions: readonly string[], portOptions: readonly string[], port: number): Gen<boolean> {
  const host = option(process, hostOptions) ?? '127.0.0.1';
  const connection = yield* connect(process, host, Number(option(process, portOptions) ?? port), process.kernel.now() + 5000);
  return connection.kind === 'open';
}

const redisCli: Program = function* (process) {
  const host = option(process, ['-h']) ?? '127.0.0.1';
  const port = option(process, ['-p']) ?? '6379';
  if (!(yield* isUp(process, ['-h'], ['-p'], 6379))) {
    yield* process.err(`Could not connect to Redis at ${host}:${port}: Connection refused\n`);
    return 1;
  }
  const words = process.args.filter((word, index, all) => !word.startsWith('-') && !['-h', '-p', '-a', '-n'].includes(all[index - 1] ?? ''));
  const command = (words[0] ?? '').toLowerCase();
  if (command === 'shutdown') {
    const target = [...process.kernel.processes.values()].find(({ name }) => name === 'redis-server' || name === 'valkey-server');
    if (target) process.kernel.send(target, 'SIGTERM', 'inside');
    return 0;
  }
  yield* process.out(command === 'ping' ? `${words[1] ?? 'PONG'}\n` : command === 'info' ? '# Server\nredis_version:7.4.2\n' : 'OK\n');
  return 0;
};

const pgIsReady: Program = function* (process) {
  const port = option(process, ['-p', '--port']) ?? '5432';
  const host = option(process, ['-h', '--host']) ?? '/var/run/postgresql';
  const up = yield* isUp(process, host.startsWith('/') ? ['--none'] : ['-h', '--host'], ['-p', '--port'], 5432);
  yield* process.out(`${host}:${port} - ${up ? 'accepting connections' : 'no response'}\n`);
  return up ? 0 : 2;
};

const pgCtl: Program = function* (process) {
  const main = [...process.kernel.processes.values()].find(({ name }) => name === 'postgres');
  if (main && process.args.includes('stop')) process.kernel.send(main, 'SIGINT', 'inside');
  yield* [];
  return main ? 0 : 1;
};

interface Place {
  /** Undefined: this machine, where nothing else is said. */
  host: string | undefined;
  port: number;
}

interface ClientOptions {
  hosts?: readonly string[];
  ports?: readonly string[];
  /** Variables of the environment for host and port. */
  env?: readonly [host: string, port: string];
  refused(place: Place): string;
  unknown?(host: string): string;
}

/** `postgresql://user:word@db:5432/shop`, `mongodb+srv://db/shop`, `db.shop.svc:27017/shop`. */
const URI = /^(?:[a-z+]+:\/\/(?:[^@/]*@)?([^:/?,]+)(?::(\d+))?|([\w-]+(?:\.[\w-]+)+|[\w-]+(?=:\d))(?::(\d+))?(?:\/|$))/;

function placeOf(process: Process, defaultPort: number, { hosts = ['-h', '--host'], ports = ['-P', '-p', '--port'], env }: ClientOptions): Place {
  const uri = process.args.map((word) => URI.exec(word.replace(/^--\w+=/, ''))).find((found) => found !== null);
  const host = option(process, hosts) ?? uri?.[1] ?? uri?.[3] ?? (env && process.env.get(env[0]));
  const port = option(process, ports) ?? uri?.[2] ?? uri?.[4] ?? (env && process.env.get(env[1]));
  return { host: host?.startsWith('/') ? undefined : host, port: Number(port) || defaultPort };
}

/** Clients whose question is answered with nothing: it succeeds if the server is there. */
function client(defaultPort: number, options: ClientOptions): Program {
  return function* (process) {
    const place = placeOf(process, defaultPort, options);
    const connection = yield* connect(process, place.host ?? '127.0.0.1', place.port, process.kernel.now() + 5000);
    if (connection.kind === 'open') return 0;
    const said = connection.kind === 'unknown-host' && place.host !== undefined ? options.unknown?.(place.host) : undefined;
    yield* process.err(`${said ?? options.refused(place)}\n`);
    return 1;
  };
}

const MYSQL: ClientOptions = {
  ports: ['-P', '--port'],
  refused: ({ host, port }) =>
    host === undefined || host === 'localhost'
      ? "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)"
      : `ERROR 2003 (HY000): Can't connect to MySQL server on '${host}:${port}' (111)`,
  unknown: (host) => `ERROR 2005 (HY000): Unknown MySQL server host '${host}' (-2)`,
};

const etcd: Program = (process) => {
  const url = option(process, ['--listen-client-urls']) ?? 'http://0.0.0.0:2379';
  const ports = [...url.matchAll(/:(\d+)/g)].map(([, port]) => Number(port));
  return serve(process, {
    ports: ports.length > 0 ? ports : [2379],
    server: {
      tls: false,
      http: (request) =>
        parseTarget(request).path === '/health'
          ? answer(200, '{"health":"true","reason":""}', FOREVER)
          : paths('/version', '/metrics', '/livez', '/readyz')(request),
      grpc: () => ({ status: 'SERVING', sameUntilMs: FOREVER }),
    },
    bootMs: 500,
    stopOn: ['SIGTERM', 'SIGINT'],
    exitCode: 0,
    drainMs: 50,
  });
};

/** An entrypoint script that makes a database where there is none, and wants to be told its password. `folder`: where the data are. */
function entrypoint(server: RegExp, folder: string, isTold: (env: Process['env']) => boolean, complaint: (image: string) => string): Program {
  return function* (process) {
    const [first = '-'] = process.args;
    // What a volume brings along nobody knows: it may hold a database
    const isEmpty = ![...process.fs.mounts].some(([mount]) => folder === mount || folder.startsWith(`${mount}/`));
    if (isEmpty && (first.startsWith('-') || server.test(first)) && !isTold(process.env)) {
      yield* process.err(complaint(process.kernel.options.image.name));
      return 1;
    }
    return yield* runArguments(process);
  };
}

const isSet = (env: Process['env'], names: RegExp) => [...env].some(([name, value]) => value !== '' && names.test(name));

const postgresEntrypoint = entrypoint(
  /^postgres$/,
  '/var/lib/postgresql/data',
  (env) => env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust' || isSet(env, /^(?:POSTGRES|POSTGRESQL)_PASSWORD(?:_FILE)?$|^ALLOW_EMPTY_PASSWORD$/),
  () => `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`,
);

const mysqlEntrypoint = entrypoint(
  /^(?:mysqld|mariadbd)$/,
  '/var/lib/mysql',
  (env) =>
    isSet(
      env,
      /^(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD|ROOT_PASSWORD_HASH|ALLOW_EMPTY_PASSWORD|ALLOW_EMPTY_ROOT_PASSWORD|RANDOM_ROOT_PASSWORD)(?:_FILE)?$|^ALLOW_EMPTY_PASSWORD$/,
    ),
  (image) =>
    /mariadb/.test(image)
      ? '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD\n'
      : '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD\n',
);

export const DATABASE_PROGRAMS: Readonly<Record<string, Program>> = {
  'redis-server': redis,
  'redis-cli': redisCli,
  postgres: server(5432, {
    bootMs: 1000,
    stopOn: ['SIGTERM', 'SIGINT', 'SIGQUIT'],
    drainMs: 100,
    ready: 'LOG:  database system is ready to accept connections',
  }),
  pg_isready: pgIsReady,
  psql: client(5432, {
    ports: ['-p', '--port'],
    env: ['PGHOST', 'PGPORT'],
    refused: ({ host, port }) =>
      host === undefined
        ? `psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.${port}" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?`
        : `psql: error: connection to server at "${host}", port ${port} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?`,
    unknown: (host) => `psql: error: could not translate host name "${host}" to address: Name or service not known`,
  }),
  mysql: client(3306, MYSQL),
  pg_ctl: pgCtl,
  mysqld: server(3306, { bootMs: 3000, drainMs: 1000, ready: '[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections.' }),
  mysqladmin: client(3306, {
    ...MYSQL,
    refused: (place) =>
      `mysqladmin: connect to server at '${place.host ?? 'localhost'}' failed\nerror: '${MYSQL.refused(place).replace(/^ERROR \d+ \(HY000\): /, '')}'`,
  }),
  mongod: server(27017, { bootMs: 1000, drainMs: 200 }),
  mongosh: client(27017, {
    ports: ['--port'],
    refused: ({ host, port }) => `MongoNetworkError: connect ECONNREFUSED ${host ?? '127.0.0.1'}:${port}`,
    unknown: (host) => `MongoNetworkError: getaddrinfo ENOTFOUND ${host}`,
  }),
  memcached: server(11211),
  'rabbitmq-server': server(5672, { bootMs: 8000, drainMs: 2000 }),
  'rabbitmq-diagnostics': client(5672, {
    hosts: [],
    ports: [],
    refused: () => 'Error: unable to perform an operation on node. Please see diagnostics information and suggestions below.',
  }),
  etcd,
  'postgres-entrypoint': postgresEntrypoint,
  'mysql-entrypoint': mysqlEntrypoint,
};
