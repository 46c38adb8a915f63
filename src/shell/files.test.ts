import { describe, expect, test } from 'vitest';
import { createClock, createTestMachine, runExec, runMain, runScript } from '../testing/test-machine.ts';
import type { MachineOptions, Mount } from './types.ts';
import { createVolume } from './volume.ts';

function mount(path: string, volume = createVolume(), more: Partial<Mount> = {}): Mount {
  return { path, volume, readOnly: false, ...more };
}

describe('volumes', () => {
  test('are shared between machines and outlive them', () => {
    const volume = createVolume({ 'from/outside': 'hi\n' });
    const mounts = [mount('/data', volume)];
    runScript('cat /data/from/outside; echo one > /data/x', { machine: { mounts } });
    const { stdout } = runScript('cat /data/x; ls /data; ls -d /data', { machine: { mounts: [mount('/elsewhere', volume), ...mounts] } });
    expect(stdout).toBe('one\nfrom\nx\n/data\n');
    expect(volume.read('x')).toBe('one\n');
  });

  test('tell versions and sizes', () => {
    const volume = createVolume();
    const before = volume.version;
    runScript('echo 12345 > /v/a; dd if=/dev/zero of=/v/b bs=1M count=300', { machine: { mounts: [mount('/v', volume)] } });
    expect(volume.version).toBeGreaterThan(before);
    expect(volume.sizeBytes).toBe(6 + 300 * 2 ** 20);
  });

  test('a volume with a size takes what fits, and what is deleted makes room again', () => {
    const volume = createVolume();
    volume.limitSize(2 ** 20);
    const script = [
      'dd if=/dev/zero of=/v/a bs=512k count=4; echo $?',
      'echo one > /v/b; echo $?',
      'cat /etc/passwd > /v/b; echo $?',
      'rm /v/a; echo two > /v/b; cat /v/b',
      // Who writes into a pipe that nobody reads any more gets to know of it, however the reader ended
      'yes | head -c 2000000 > /v/c; echo $?; wc -c < /v/c',
    ];
    const { stdout, stderr } = runScript(script.join('; '), { machine: { mounts: [mount('/v', volume)] } });
    expect(stdout).toBe('1\n1\n1\ntwo\n1\n1048572\n');
    expect(stderr.split('\n').slice(0, 4)).toEqual([
      "dd: error writing '/v/a': No space left on device",
      expect.stringMatching(/^sh: .*write error: No space left on device$/),
      'cat: write error: No space left on device',
      'head: write error: No space left on device',
    ]);
    expect(volume.sizeBytes).toBe(2 ** 20);
  });

  test('a tool whose output is closed fails, with or without somebody to tell', () => {
    expect(runScript('cat /etc/passwd >&-; echo $?; cat /etc/passwd >&- 2>&-; echo $?')).toMatchObject({
      stdout: '1\n1\n',
      stderr: 'cat: write error: Bad file descriptor\n',
    });
  });

  test('subPath: a folder that is made, a file, and its own name only', () => {
    const volume = createVolume({ 'conf/app.yaml': 'a: 1\n' });
    const { stdout } = runScript('cat /etc/app.yaml; ls /logs; echo x > /logs/y; rm /etc/app.yaml', {
      machine: { mounts: [mount('/etc/app.yaml', volume, { subPath: 'conf/app.yaml', readOnly: true }), mount('/logs', volume, { subPath: 'pod/logs' })] },
    });
    expect(stdout).toBe('a: 1\n');
    expect(volume.read('pod/logs/y')).toBe('x\n');
  });

  test.each([
    ['busybox', "touch: /ro/x: Read-only file system\nsh: can't create /ro/y: Read-only file system\nrm: can't remove '/ro/a': Read-only file system\n"],
    [
      'debian',
      "touch: cannot touch '/ro/x': Read-only file system\nsh: 1: cannot create /ro/y: Read-only file system\nrm: cannot remove '/ro/a': Read-only file system\n",
    ],
  ])('read only, in the words of %s', (image, stderr) => {
    const result = runScript('cat /ro/a; touch /ro/x; echo > /ro/y; rm /ro/a', {
      image,
      machine: { mounts: [mount('/ro', createVolume({ a: 'A' }), { readOnly: true })] },
    });
    expect(result.stdout).toBe('A');
    expect(result.stderr).toBe(stderr);
  });

  test('mv from one file system to another', () => {
    const { stdout } = runScript('echo x > /tmp/f; mv /tmp/f /v/g; ls /tmp /v; mv /v/g /v/h; cat /v/h', { machine: { mounts: [mount('/v')] } });
    expect(stdout).toBe('/tmp:\n\n/v:\ng\nx\n');
  });
});

describe('the root file system', () => {
  test('counts what the container writes, not what the image brought', () => {
    const sizes: number[] = [];
    runScript('echo 123 > /tmp/a; echo 4567 >> /tmp/a; cp /tmp/a /b; rm /tmp/a; dd if=/dev/zero of=/c bs=1k count=2 2>/dev/null; echo x > /dev/null', {
      machine: { onDiskUsage: (bytes) => sizes.push(bytes) },
    });
    expect(sizes).toEqual([4, 9, 18, 9, 2057]);
  });

  test('may be read only: /dev and mounts are not concerned', () => {
    const { stderr, stdout } = runScript('touch checkfile; echo x > /dev/termination-log; cat /dev/termination-log; touch /v/ok; ls /v', {
      machine: { readOnlyRoot: true, mounts: [mount('/v')] },
    });
    expect(stderr).toBe('touch: checkfile: Read-only file system\n');
    expect(stdout).toBe('x\nok\n');
  });

  test('the documentation’s hook: echo to /usr/share/message', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'nginx');
    machine.start(['/docker-entrypoint.sh', 'nginx', '-g', 'daemon off;'], {
      env: { PATH: '/usr/sbin:/usr/bin:/bin' },
      cwd: '/',
      onOutput: () => {},
      onExit: () => {},
      onPhase: () => {},
    });
    runExec(clock, machine, ['/bin/sh', '-c', 'echo Hello from the postStart handler > /usr/share/message']);
    clock.runUntil(100);
    expect(machine.readFile('/usr/share/message')).toBe('Hello from the postStart handler\n');
  });

  test('the version of all files grows with changes only', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    machine.start(['sleep', '100'], { env: {}, cwd: '/', onOutput: () => {}, onExit: () => {}, onPhase: () => {} });
    const versions = [machine.fileVersion];
    for (const command of ['cat /etc/hostname; ls -l /; [ -f /tmp/x ]', 'touch /tmp/x', 'test -f /tmp/x', 'rm /tmp/x']) {
      runExec(clock, machine, ['sh', '-c', command]);
      clock.runUntil(clock.now() + 100);
      versions.push(machine.fileVersion);
    }
    const [a, b, c, d, e] = versions as [number, number, number, number, number];
    expect([b === a, c > b, d === c, e > d]).toEqual([true, true, true, true]);
  });

  test('/proc/1/fd/1 is the main process’s output', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    const lines: string[] = [];
    machine.start(['sleep', '100'], {
      env: {},
      cwd: '/',
      onOutput: (stream, text) => lines.push(`${stream} ${text.trim()}`),
      onExit: () => {},
      onPhase: () => {},
    });
    runExec(clock, machine, ['sh', '-c', 'echo out > /proc/1/fd/1; echo err > /proc/1/fd/2; cat /proc/1/cmdline | tr "\\0" " " > /proc/1/fd/1']);
    clock.runUntil(100);
    expect(lines).toEqual(['stdout out', 'stderr err', 'stdout sleep 100']);
  });

  test('what cannot be mounted keeps the container from being started, in the words of runc', () => {
    // libcontainer/rootfs_linux.go: a ConfigMap over a file, a mount below a file or in a read-only mount, a working directory that is a file
    const conf = createVolume({ 'nginx.conf': '' });
    const error = (mounts: Mount[], more: Partial<MachineOptions> = {}, cwd = '/') =>
      runMain(['true'], { image: 'nginx', cwd, machine: { mounts, ...more } }).stderr.replace(/^error during container init: /, '');
    const source = { source: '/pods/conf' };
    expect(error([mount('/etc/nginx/nginx.conf', conf, source)])).toBe(
      'error mounting "/pods/conf" to rootfs at "/etc/nginx/nginx.conf": mount /pods/conf:/etc/nginx/nginx.conf (via /proc/self/fd/6), flags: 0x5000: not a directory',
    );
    expect(error([mount('/etc/nginx', conf, { ...source, subPath: 'nginx.conf', readOnly: true })])).toMatch(/flags: 0x5001: not a directory$/);
    expect(error([mount('/etc/nginx/nginx.conf', conf, { ...source, subPath: 'nginx.conf' })])).toBe('');
    expect(error([mount('/etc/nginx/nginx.conf/sub', conf, source)])).toMatch(/create mountpoint for .* mount: not a directory$/);
    expect(error([mount('/ro', conf, { readOnly: true }), mount('/ro/sub', conf, source)])).toMatch(
      /create mountpoint for \/ro\/sub mount: read-only file system$/,
    );
    expect(error([mount('/ro', conf, { readOnly: true })], { messagePath: '/ro/message' })).toMatch(/rootfs at "\/ro\/message": .* read-only file system$/);
    expect(error([], { messagePath: '/etc/nginx' })).toMatch(/rootfs at "\/etc\/nginx": .* not a directory$/);
    expect(error([], { messagePath: '/etc/nginx', messageSource: '/node/message' })).toMatch(/error mounting "\/node\/message" to rootfs/);
    expect([error([], {}, '/etc/passwd'), error([mount('/ro', conf, { readOnly: true })], {}, '/ro/deep')]).toEqual([
      'mkdir /etc/passwd: not a directory',
      'mkdir /ro/deep: read-only file system',
    ]);
  });

  test('a user that is not root may write where everybody may', () => {
    const { stdout, stderr } = runMain(['sh', '-c', 'id -u; echo a > /tmp/a; cat /tmp/a; echo b > /b; touch /etc/x; echo c > /v/c; whoami'], {
      image: 'e2e-test-images/nonroot',
      machine: { mounts: [mount('/v')] },
    });
    expect(stdout).toBe('1234\na\n');
    expect(stderr).toBe(
      "sh: 1: cannot create /b: Permission denied\ntouch: cannot touch '/etc/x': Permission denied\nwhoami: cannot find name for user ID 1234\n",
    );
  });

  test('links, named pipes, odd paths', () => {
    const { stdout } = runScript(
      'ln -s /tmp/a /tmp/l; echo x > /tmp/l; cat /tmp/a; cd /tmp; cat ../tmp/./a; readlink -f l; mkfifo p; (echo through > p) & cat p; ls -d /tmp/../etc/; [ -L l ] && [ -p p ] && echo both',
    );
    expect(stdout).toBe('x\nx\n/tmp/a\nthrough\n/tmp/../etc/\nboth\n');
  });

  test('scripts with an interpreter, and without', () => {
    const { stdout, stderr } = runScript(
      "printf '#!/bin/sh\\necho $0 $1\\nexit 3\\n' > s; chmod +x s; ./s a; echo $?; printf 'echo plain' > t; chmod 755 t; ./t; printf '#!/no/such\\n' > u; chmod +x u; ./u; echo $?",
    );
    expect(stdout).toBe('./s a\n3\nplain\n127\n');
    expect(stderr).toBe('sh: ./u: not found\n');
  });
});
