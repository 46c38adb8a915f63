import { describe, expect, test } from 'vitest';
import { findImage } from './images.ts';
import { createNetwork } from './network.ts';
import { createClock, createTestMachine, runExec, runMain, runScript, type TestClock } from '../testing/test-machine.ts';
import type { HttpReply, Machine, Network, SignalName } from './types.ts';
import { createVolume } from './volume.ts';

interface Running {
  clock: TestClock;
  machine: Machine;
  network: Network;
  lines: string[];
  get(port: number, target: string): string;
  signal(signal: SignalName): boolean;
}

/** A container that runs its image's command. */
function run(image: string, args?: string[], told: Readonly<Record<string, string>> = {}): Running {
  const clock = createClock();
  const network = createNetwork('10.244.0.5');
  const machine = createTestMachine(clock, image, { network });
  const { entrypoint, cmd, env, workdir } = findImage(image);
  const lines: string[] = [];
  const process = machine.start([...entrypoint, ...(args ?? cmd)], {
    env: { ...env, ...told },
    cwd: workdir,
    onOutput: (_, text) => lines.push(...text.trim().split('\n')),
    onExit: ({ code, signal }) => lines.push(`exit ${code}${signal ? ` ${signal}` : ''} at ${clock.now()}`),
    onPhase: ({ what, ports }) => lines.push(`${what} ${ports.join(',')}`),
  });
  if ('message' in process) throw new Error(process.message);
  return {
    clock,
    machine,
    network,
    lines,
    signal: (signal) => process.signal(signal),
    get(port, target) {
      const server = network.server(port);
      if (!server) return 'refused';
      const reply: HttpReply | undefined = server.http?.({ method: 'GET', target, host: 'pod', headers: { 'User-Agent': 'kube-probe/1.36' } });
      const text = !reply
        ? 'no http'
        : reply.kind === 'answer'
          ? `${reply.status}${reply.location ? ` -> ${reply.location}` : ''} ${reply.body.split('\n')[0]}`
          : reply.kind;
      clock.runUntil(clock.now() + 1);
      return text.trim();
    },
  };
}

describe('nginx', () => {
  test('serves its directory: 200, 404, 403, and what a hook writes', () => {
    const { clock, machine, get } = run('nginx');
    clock.runUntil(1000);
    expect(get(80, '/')).toBe('200 <!DOCTYPE html>');
    expect(get(80, '/healthz')).toMatch(/^404 <html>/);
    runExec(clock, machine, ['sh', '-c', 'echo ok > /usr/share/nginx/html/healthz; mkdir /usr/share/nginx/html/dir']);
    clock.runUntil(1100);
    expect([get(80, '/healthz'), get(80, '/dir'), get(80, '/dir/').slice(0, 3)]).toEqual(['200 ok', '301 -> /dir/ <html>', '403']);
    runExec(clock, machine, ['rm', '/usr/share/nginx/html/index.html']);
    clock.runUntil(1200);
    expect(get(80, '/').slice(0, 3)).toBe('403');
  });

  test('SIGQUIT leaves gracefully with 0, and says so as recorded on a real node', () => {
    const { clock, lines, signal, network } = run('nginx');
    clock.runUntil(5000);
    expect(signal('SIGQUIT')).toBe(true);
    clock.runUntil(5100);
    expect(network.server(80)).toBeUndefined();
    expect(lines.filter((line) => line.includes('5 [notice]') || /^(drain|exit)/.test(line)).map((line) => line.replace(/.*\[notice\] /, ''))).toEqual([
      'draining 80',
      '1#1: signal 3 (SIGQUIT) received, shutting down',
      '2#2: gracefully shutting down',
      '2#2: exiting',
      '2#2: exit',
      '3#3: gracefully shutting down',
      '3#3: exiting',
      '3#3: exit',
      '1#1: signal 17 (SIGCHLD) received from 2',
      '1#1: worker process 2 exited with code 0',
      '1#1: worker process 3 exited with code 0',
      '1#1: exit',
      'exit 0 at 5000',
    ]);
  });

  test('the documentation’s preStop hook: nginx -s quit, and wait for it', () => {
    const { clock, machine, lines } = run('nginx');
    clock.runUntil(1000);
    const hook = runExec(clock, machine, ['/bin/sh', '-c', 'nginx -s quit; while killall -0 nginx 2> /dev/null; do sleep 1; done']);
    clock.runUntil(5000);
    // Debian's image has no killall: the loop is over at once.
    expect(hook.code).toBe(0);
    expect(lines.at(-1)).toBe('exit 0 at 1000');
  });

  test('behind a shell that execs it, it is PID 1', () => {
    const { lines } = runScript("echo 'server { listen 8081; }' > /etc/nginx/conf.d/default.conf; exec nginx -g 'daemon off;'", {
      image: 'nginx',
      signals: [[3000, 'SIGTERM']],
    });
    expect(lines.filter((line) => /serving|exit 0$|SIGTERM/.test(line))).toEqual([
      '0.006 serving',
      '3.000 SIGTERM',
      '3.000 err: 2026/01/01 00:00:03 [notice] 1#1: signal 15 (SIGTERM) received, exiting',
      '3.000 exit 0',
    ]);
  });
});

test.each([
  ['nginx', 'SIGTERM ignored'],
  ['nginx:alpine', 'exit 0'],
])("without exec, Debian's shell waits for the server and BusyBox's becomes it: %s", (image, last) => {
  const { lines } = runScript("nginx -g 'daemon off;'", { image, signals: [[3000, 'SIGTERM']], untilMs: 9000 });
  expect(lines.at(-1)).toBe(`3.000 ${last}`);
});

test('an image without a shell is not taken to have one', () => {
  const start = (argv: string[]) => runMain(argv, { image: 'gcr.io/distroless/static', untilMs: 1000 }).stderr;
  expect([start(['sh', '-c', 'true']), start(['/bin/bash']), start(['/app'])]).toEqual([
    'exec: "sh": executable file not found in $PATH',
    'exec: "/bin/bash": stat /bin/bash: no such file or directory',
    '',
  ]);
});

describe('agnhost', () => {
  const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0';

  test('a command line that cobra does not understand ends it with 1 and one line', () => {
    // Recorded on a real node; test/images/agnhost, k8s.io/component-base/cli/run.go
    const said = (...args: string[]) => {
      const { code, stderr } = runMain(['/agnhost', ...args], { image: AGNHOST, untilMs: 1000 });
      return code === 1 ? stderr.replace(/^Error: |\n$/g, '') : code;
    };
    expect(said('netexec', '--no-such-flag=1')).toBe('unknown flag: --no-such-flag');
    expect(said('liveness', '-z')).toBe("unknown shorthand flag: 'z' in -z");
    expect(said('pause', 'more')).toBe('accepts at most 0 arg(s), received 1');
    expect(said('connect')).toBe('accepts 1 arg(s), received 0');
    expect(said('netexec', '--http-port=x')).toBe('invalid argument "x" for "--http-port" flag: strconv.ParseInt: parsing "x": invalid syntax');
    expect(said('logs-generator', '-t', 'x')).toBe('invalid argument "x" for "-t, --log-lines-total" flag: strconv.ParseInt: parsing "x": invalid syntax');
    expect(said('connect', '--timeout=soon')).toBe('invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"');
    expect(said('serve-hostname', '--http=no')).toBe('invalid argument "no" for "--http" flag: strconv.ParseBool: parsing "no": invalid syntax');
    expect(said('netexec', '--http-port')).toBe('flag needs an argument: --http-port');
    expect(said('netexec', '--help')).toBe(0);
    for (const args of [
      ['netexec', '--http-port', '80', '--udp_port=-1', '-v', '2'],
      ['serve-hostname', '--close'],
      ['entrypoint-tester', 'a', 'b'],
    ])
      expect(said(...args), args.join(' ')).not.toEqual(expect.any(String));
  });

  test('liveness: well for 10 s', () => {
    const { clock, get, signal, lines } = run(AGNHOST, ['liveness']);
    expect(get(8080, '/healthz')).toBe('refused');
    clock.runUntil(5000);
    expect(get(8080, '/healthz')).toBe('200 ok');
    clock.runUntil(10_100);
    expect(get(8080, '/healthz')).toMatch(/^500 error: 10\.06/);
    // Recorded: conformance/probe/13-liveness-http-foreign-redirect
    expect(get(8080, '/redirect?loc=http%3A%2F%2F0.0.0.0%2F')).toBe('302 -> http://0.0.0.0/ <a href="http://0.0.0.0/">Found</a>.');
    // Go's http.Redirect: what is relative counts from the folder of what was asked for
    expect(get(8080, '/redirect?loc=healthz')).toBe('302 -> /healthz <a href="/healthz">Found</a>.');
    expect(get(8080, '/redirect')).toBe('302 -> / <a href="/">Found</a>.');
    signal('SIGTERM');
    clock.runUntil(11_000);
    // Recorded on a real v1.36.2 kubelet: exit code 2, since Go's runtime has a handler.
    expect(lines.at(-1)).toMatch(/^exit 2 at 101/);
  });

  test('netexec: answers, leaves when asked, and with 0 on SIGTERM', () => {
    const first = run(AGNHOST, ['netexec', '--http-port=8081']);
    first.clock.runUntil(100);
    const { get } = first;
    expect(
      ['/healthz', '/hostname', '/echo?msg=hi%20there&code=418', '/redirect?location=/x&code=307', '/shell?cmd=echo+one;exit+3'].map((target) =>
        get(8081, target),
      ),
    ).toEqual(['200', '200 pod', '418 hi there', '307 -> /x <a href="/x">Temporary Redirect</a>.', '200 {"error":"exit status 3","output":"one\\n"}']);
    // Seen on a real v1.36.2 node: who asks hears nothing for 2 s, then EOF
    expect(get(8081, '/exit?code=7&wait=2s')).toBe('hang');
    first.clock.runUntil(5000);
    expect(first.lines.at(-1)).toMatch(/^exit 7 at 21/);
    const second = run(AGNHOST, ['netexec']);
    second.clock.runUntil(100);
    second.signal('SIGTERM');
    second.clock.runUntil(200);
    expect(second.lines.at(-1)).toBe('exit 0 at 100');
  });

  test('netexec tells whether it is ready, and what it is asked with', () => {
    // test/images/agnhost/netexec/netexec.go: readyzHandler, headerHandler, serverPortHandler
    const { clock, get, signal, lines } = run(AGNHOST, ['netexec', '--http-port=8083', '--delay-shutdown=5']);
    clock.runUntil(100);
    const asked = ['/readyz', '/serverport', '/header?key=user-agent', '/header'];
    expect(asked.map((target) => get(8083, target))).toEqual(['200 ok', '200 8083', '200 kube-probe/1.36', '200 {"User-Agent":["kube-probe/1.36"]}']);
    signal('SIGTERM');
    clock.runUntil(2000);
    expect([get(8083, '/readyz'), get(8083, '/healthz')]).toEqual(['503 shutting down', '200']);
    clock.runUntil(6000);
    expect(lines.at(-1)).toMatch(/^exit 0 at 51/);
    const alone = run(AGNHOST, ['netexec', '--udp-port=-1']);
    alone.clock.runUntil(100);
    expect([alone.get(8080, '/readyz'), alone.get(8080, '/healthz')]).toEqual(['412', '412']);
  });

  test('a signal that comes before it has handlers of its own meets that of Go', () => {
    const { clock, lines, signal } = run(AGNHOST, ['netexec']);
    clock.runUntil(20);
    expect(signal('SIGTERM')).toBe(true);
    clock.runUntil(1000);
    expect(lines).toEqual(['exit 2 at 20']);
  });

  test('a signal before it has begun is lost, as PID 1 loses it', () => {
    // Recorded: SIGTERM 11 ms after the start, nothing happened until SIGKILL.
    const { clock, lines, signal } = run(AGNHOST, ['pause']);
    clock.runUntil(11);
    expect(signal('SIGTERM')).toBe(false);
    clock.runUntil(2000);
    expect(signal('SIGTERM')).toBe(true);
    clock.runUntil(3000);
    expect(lines).toEqual(['Paused', 'Signals registered', 'exiting because of signal "terminated"', 'exit 2 at 2000']);
  });

  test('pause leaves its last words as the termination message', () => {
    // Recorded: conformance/status/14-generation-per-spec-update
    const { clock, machine, signal } = run(AGNHOST, ['pause']);
    clock.runUntil(1000);
    signal('SIGTERM');
    clock.runUntil(1001);
    expect(machine.readFile('/dev/termination-log')).toBe('exiting because of signal "terminated"\n');
    expect(runMain(['/agnhost', 'pause'], { image: AGNHOST, signals: [[500, 'SIGTERM']], untilMs: 600, machine: { readOnlyRoot: true } }).code).toBe(2);
  });

  test('logs-generator: as many lines as it is asked for, in that time', () => {
    const told = (...args: string[]) => runMain(['/agnhost', 'logs-generator', ...args], { image: AGNHOST, untilMs: 10_000 });
    expect(told('--log-lines-total=3', '--run-duration=3s').stderr.match(/logs_generator\.go:76\] \d POST/g)).toHaveLength(3);
    expect(told('-t', '2', '-d', '2s').endMs).toBe(2035);
    expect(told()).toMatchObject({ code: 255, stderr: expect.stringMatching(/^F.* logs_generator\.go:64\] Invalid total number of lines: 0$/m) });
    expect(told('-t', '2').stderr).toContain('logs_generator.go:68] Invalid duration: 0s');
  });

  test('dns-suffix and dns-server-list read what the container resolves with', () => {
    const mounts = [
      {
        path: '/etc/resolv.conf',
        volume: createVolume({ file: 'search a.local b.local\nnameserver 1.1.1.1\nnameserver 9.9.9.9\n' }),
        subPath: 'file',
        readOnly: true,
      },
    ];
    const told = (command: string) => runMain(['/agnhost', command], { image: AGNHOST, machine: { mounts } }).stdout;
    expect([told('dns-suffix'), told('dns-server-list')]).toEqual(['a.local,b.local\n', '1.1.1.1\n']);
  });

  test('connect tells why not', () => {
    const told = (...args: string[]) => runMain(['/agnhost', 'connect', ...args], { image: AGNHOST, untilMs: 10_000 });
    expect(told('127.0.0.1:81', '--timeout=1s')).toMatchObject({ code: 1, stderr: 'REFUSED\n' });
    expect(told('10.0.0.9:80', '--timeout=1s')).toMatchObject({ code: 1, stderr: 'TIMEOUT\n', endMs: 1035 });
    expect(told('nowhere.default:80').stderr).toBe('DNS: lookup nowhere.default: no such host\n');
    expect(told('127.0.0.1').stderr).toMatch(/^UNKNOWN: /);
    const served = run(AGNHOST, ['netexec']);
    served.clock.runUntil(100);
    const asked = runExec(served.clock, served.machine, ['/agnhost', 'connect', 'localhost:8080']);
    served.clock.runUntil(200);
    expect(asked.code).toBe(0);
  });

  test('inclusterclient asks again and again, with the token of the Pod', () => {
    const token = createVolume({ token: 'abc' });
    const mounts = [{ path: '/var/run/secrets/kubernetes.io/serviceaccount', volume: token, readOnly: true }];
    const told = runMain(['/agnhost', 'inclusterclient', '--poll-interval=2'], { image: AGNHOST, untilMs: 5000, machine: { mounts } });
    expect(told.stderr.replace(/^I.* main/gm, 'main')).toBe(
      `main.go:61] started\n${'main.go:79] calling /healthz\nmain.go:96] authz_header=jNv_Qz2AaZJv7I-h_1j2Qr7L5s_CuYpK7XDBPGEkypo\n'.repeat(2)}`,
    );
    expect(runMain(['/agnhost', 'inclusterclient'], { image: AGNHOST }).code).toBe(1);
  });

  test('grpc-health-checking', () => {
    const { clock, network, get } = run(AGNHOST, ['grpc-health-checking', '--delay-unhealthy-sec=10']);
    clock.runUntil(1000);
    const grpc = () => network.server(5000)?.grpc?.('')?.status;
    expect([grpc(), network.server(5000)?.grpc?.('other')]).toEqual(['SERVING', undefined]);
    clock.runUntil(11_000);
    expect(grpc()).toBe('NOT_SERVING');
    get(8080, '/make-serving');
    expect(grpc()).toBe('SERVING');
    get(8080, '/make-not-serving');
    expect(grpc()).toBe('NOT_SERVING');
  });

  test('is Alpine with bash and curl, and so are the images made from it', () => {
    // test/images/agnhost/Dockerfile; test/e2e/common/node/container_probe.go runs its scripts with /bin/bash
    const script = '_term() { exit 3; }\ntrap _term SIGTERM\nwhile true; do sleep 1; done';
    expect(runMain(['/bin/bash', '-c', script], { image: AGNHOST, signals: [[1500, 'SIGTERM']], untilMs: 5000 }).lines).toContain('2.000 exit 3');
    const served = run(AGNHOST, ['netexec']);
    served.clock.runUntil(100);
    const asked = runExec(served.clock, served.machine, ['sh', '-c', 'curl -s "http://localhost:8080/echo?msg=hi"']);
    served.clock.runUntil(200);
    expect(asked.stdout).toBe('hi');
    expect(runMain(['cat', '/etc/os-release', '/data.json'], { image: 'registry.k8s.io/e2e-test-images/kitten:1.8' }).stdout).toMatch(
      /^NAME="Alpine Linux"[^]*kitten.jpg/,
    );
    const kitten = run('registry.k8s.io/e2e-test-images/kitten:1.8');
    kitten.clock.runUntil(100);
    expect(kitten.get(80, '/data.json')).toBe('200 {"image": "kitten.jpg"}');
  });

  test('mounttest makes files and tells of them', () => {
    const told = (...flags: string[]) => runMain(['/agnhost', 'mounttest', ...flags], { image: AGNHOST, untilMs: 10_000 });
    expect(told('--file_content=/etc/hostname', '--new_file_0660=/tmp/new', '--file_perm=/tmp/new', '--file_mode=/tmp', '--file_owner=/tmp/new')).toMatchObject(
      {
        stdout:
          'content of file "/tmp/new": mount-tester new file\n\nmode of file "/tmp": dtrwxrwxrwx\nperms of file "/tmp/new": -rw-rw----\nowner UID of "/tmp/new": 0\nowner GID of "/tmp/new": 0\ncontent of file "/etc/hostname": pod\n\n',
        code: 0,
      },
    );
    expect(told('--file_content', '/nope')).toMatchObject({
      stdout: 'error reading file content for "/nope": open /nope: no such file or directory\n',
      code: 1,
    });
    expect(told('--file_content_in_loop=/etc/hostname', '--retry_time=3', '--break_on_expected_content=false').endMs).toBe(4035);
    expect(told('--file_content_in_loop=/etc/nope', '--retry_time=1', '--fs_type=/tmp')).toMatchObject({
      stdout: 'mount type of "/tmp": 2035054128\nError reading file /etc/nope: open /etc/nope: no such file or directory, retrying\n',
      code: 1,
    });
    expect(told('--file_content_in_loop=/etc/hostname', '--retry_time=1').stdout).toBe(
      'content of file "/etc/hostname": pod\n\nUnexpected content. Expected: mount-tester new file\n. Retrying\n',
    );
  });

  test('stress takes memory little by little, and servers that are not simulated are ready', () => {
    const taking = ['/agnhost', 'stress', '--mem-total', '100Mi', '--mem-alloc-size', '100Ki'];
    expect(runMain(taking, { image: AGNHOST, untilMs: 5000, machine: { memoryLimitBytes: 50 * 2 ** 20 } }).lines).toEqual(['0.535 exit 137 SIGKILL']);
    expect(runMain(taking, { image: AGNHOST, untilMs: 5000 }).code).toBeUndefined();
    const webhook = run(AGNHOST, ['webhook', '--port=8443']);
    webhook.clock.runUntil(100);
    expect([webhook.get(8443, '/readyz'), webhook.network.server(8443)?.tls]).toEqual(['200 ok', true]);
  });

  test('small subcommands', () => {
    expect(runMain(['/agnhost-2', 'entrypoint-tester', 'override', 'arguments'], { image: AGNHOST }).stdout).toBe(
      '[/agnhost-2 entrypoint-tester override arguments]\n',
    );
    expect(runMain(['/agnhost', 'etc-hosts'], { image: AGNHOST }).stdout).toContain('127.0.0.1\tlocalhost');
    expect(runMain(['/agnhost', 'nosuch'], { image: AGNHOST })).toMatchObject({ code: 1 });
    const web = run(AGNHOST, ['test-webserver']);
    web.clock.runUntil(100);
    expect([web.get(80, '/etc/hostname'), web.get(80, '/nope')]).toEqual(['200 pod', '404 404 page not found']);
    const named = run(AGNHOST, ['serve-hostname']);
    named.clock.runUntil(100);
    expect(named.get(9376, '/')).toBe('200 pod');
  });
});

describe('signals of other programs', () => {
  test.each<[string, string[] | undefined, SignalName, string]>([
    ['registry.k8s.io/pause:3.10', undefined, 'SIGTERM', 'exit 0 at 9000'],
    ['httpd', undefined, 'SIGWINCH', 'exit 0 at 9020'],
    ['redis', undefined, 'SIGTERM', 'exit 0 at 9010'],
    ['postgres', undefined, 'SIGINT', 'exit 0 at 9100'],
    ['mysql', undefined, 'SIGTERM', 'exit 0 at 10000'],
    ['registry.k8s.io/etcd:3.5', undefined, 'SIGTERM', 'exit 0 at 9050'],
    ['busybox', ['sleep', '100'], 'SIGTERM', 'nothing'],
    ['busybox', ['tail', '-f', '/dev/null'], 'SIGTERM', 'nothing'],
    ['busybox', ['httpd', '-f', '-p', '8080'], 'SIGTERM', 'nothing'],
    ['python', ['python3', '-m', 'http.server'], 'SIGTERM', 'nothing'],
    ['python', ['python3', '-m', 'http.server'], 'SIGINT', 'exit 0 at 9000'],
    ['registry.k8s.io/goproxy:0.1', undefined, 'SIGTERM', 'exit 2 at 9000'],
    ['busybox', ['sh', '-c', 'sleep 100'], 'SIGTERM', 'nothing'],
  ])('%s %j, %s: %s', (image, args, signal, outcome) => {
    const container = run(image, args, { POSTGRES_PASSWORD: 'x', MYSQL_ROOT_PASSWORD: 'x' });
    container.clock.runUntil(9000);
    const heard = container.signal(signal);
    container.clock.runUntil(20_000);
    const exit = container.lines.find((line) => line.startsWith('exit'));
    expect(exit ?? 'nothing').toBe(outcome);
    expect(heard).toBe(exit !== undefined);
  });
});

describe('databases', () => {
  /** As the entrypoint scripts of the official images say it. */
  test.each([
    ['postgres:16', 'Error: Database is uninitialized and superuser password is not specified.'],
    ['mysql:8.4', '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified'],
    ['mariadb:11', '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified'],
  ])('%s makes no database without a password', (image, complaint) => {
    const { clock, lines } = run(image);
    clock.runUntil(5000);
    expect([lines[0], lines.at(-1)]).toEqual([complaint, 'exit 1 at 0']);
  });

  test('a password that may be empty will do, and a command of somebody else needs none', () => {
    for (const [image, args, told] of [
      ['mysql', undefined, { MYSQL_ALLOW_EMPTY_PASSWORD: '1' }],
      ['postgres', ['-c', 'log_statement=all'], { POSTGRES_HOST_AUTH_METHOD: 'trust' }],
      ['postgres', ['sleep', '100'], {}],
    ] as const) {
      const { clock, lines } = run(image, args && [...args], told);
      clock.runUntil(5000);
      expect(lines.filter((line) => line.startsWith('exit'))).toEqual([]);
    }
  });
});

test.each([
  ['node:22', '/usr/bin/bash', '/usr/bin/curl'],
  ['node:22-alpine', '', ''],
  ['postgres:16-alpine', '/bin/bash', ''],
  ['python:3.12', '/usr/bin/bash', '/usr/bin/curl'],
  ['python:3.12-slim', '/usr/bin/bash', ''],
])('what %s has: bash %j, curl %j', (image, bash, curl) => {
  const { clock, machine } = run(image, ['sleep', '100']);
  const found = ['bash', 'curl'].map((name) => runExec(clock, machine, ['which', name], { env: findImage(image).env }));
  clock.runUntil(1000);
  expect(found.map(({ stdout }) => stdout.trim())).toEqual([bash, curl]);
});

describe('clients', () => {
  test('redis-cli ping: PONG while there is a server', () => {
    const { clock, machine } = run('redis');
    clock.runUntil(10);
    const ping = runExec(clock, machine, ['redis-cli', 'ping']);
    clock.runUntil(20);
    expect([ping.stdout, ping.code]).toEqual(['PONG\n', 0]);
  });

  test('curl and its exit codes', () => {
    const { clock, machine } = run('nginx');
    clock.runUntil(100);
    const script =
      'curl -s -o /dev/null -w "%{http_code}\\n" localhost; curl -fsS localhost/nope; echo $?; curl -s localhost:81; echo $?; curl -sS http://nowhere.invalid; echo $?; curl -s -m 2 http://192.0.2.1; echo $?';
    const result = runExec(clock, machine, ['sh', '-c', script], { env: findImage('nginx').env });
    clock.runUntil(10_000);
    expect(result.stdout).toBe('200\n22\n7\n6\n28\n');
    expect(result.stderr).toBe('curl: (22) The requested URL returned error: 404\ncurl: (6) Could not resolve host: nowhere.invalid\n');
    expect(result.endMs).toBe(2102);
  });

  test('wget and nc against a server of a few lines of shell', () => {
    const script =
      "while true; do printf 'HTTP/1.1 200 OK\\r\\n\\r\\nhello\\n' | nc -l -p 8080 > /dev/null; done & sleep 1; wget -q -O- http://localhost:8080/; sleep 1; nc -z -w 1 localhost 8080 && echo open; nc -z localhost 9 || echo closed; wget -q -T 2 -O- http://localhost:9/";
    const { stdout, stderr, code } = runScript(script, { untilMs: 10_000 });
    expect(stdout).toBe('hello\nopen\nclosed\n');
    expect(stderr).toBe(
      "nc: can't connect to remote host (127.0.0.1): Connection refused\nwget: can't connect to remote host (127.0.0.1): Connection refused\n",
    );
    expect(code).toBe(1);
  });

  test('the documentation’s init container: until nslookup myservice', () => {
    const names = new Map<string, string>();
    const clock = createClock();
    clock.at(7000, () => names.set('myservice.default.svc.cluster.local', '10.96.3.4'));
    const machine = createTestMachine(clock, 'busybox:1.28', { resolve: (name) => names.get(name) });
    const lines: string[] = [];
    machine.start(['sh', '-c', 'until nslookup myservice.default.svc.cluster.local; do echo waiting for myservice; sleep 2; done'], {
      env: { PATH: '/bin' },
      cwd: '/',
      onOutput: (_, text) => lines.push(...text.split('\n').filter((line) => /waiting|Name/.test(line))),
      onExit: ({ code }) => lines.push(`exit ${code} at ${clock.now()}`),
      onPhase: () => {},
    });
    clock.runUntil(60_000);
    expect(lines).toEqual([...Array.from({ length: 4 }, () => 'waiting for myservice'), 'Name:\tmyservice.default.svc.cluster.local', 'exit 0 at 8000']);
  });
});
