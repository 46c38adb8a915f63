/**
 * What a script sees of the container around it. Held against a container of BusyBox on a real v1.36.2 node with containerd 2.3: its
 * lines are those that the node's `/var/log/pods` had, but for what belongs to that machine.
 */
import { expect, test } from 'vitest';
import { runScript } from '../testing/test-machine.ts';
import { createVolume } from './volume.ts';

const lines = (script: string, options: Parameters<typeof runScript>[1] = {}) =>
  runScript(script, { image: 'busybox:1.37', ...options })
    .stdout.trimEnd()
    .split('\n');

test.each([
  ['busybox:1.37', ['OLDPWD=/', 'PWD=/tmp', 'SHLVL=1']],
  ['debian:12', ['OLDPWD=/', 'PWD=/tmp']],
])('a shell of %s exports where it is and where it was', (image, expected) => {
  expect(
    lines('cd /tmp; env', { image })
      .filter((line) => /^(?:OLDPWD|PWD|SHLVL)=/.test(line))
      .sort(),
  ).toEqual(expected);
});

test.each([
  ['busybox:1.37', '[1]+  Running                    '],
  ['debian:12', '[1] + Running                    '],
])('a script of %s does not note what its jobs run', (image, expected) => {
  expect(runScript('sleep 3 & jobs', { image }).stdout).toBe(`${expected}\n`);
});

test('the file systems of a container are those of the runtime, then the volumes', () => {
  const token = createVolume({ token: 'x' });
  token.limitSize(2 ** 20);
  const mounts = [
    { path: '/conf', volume: createVolume(), readOnly: true },
    { path: '/var/run/secrets', volume: token, readOnly: true },
  ];
  expect(lines("awk '{print $2, $3, substr($4, 1, 2)}' /proc/mounts", { machine: { mounts } })).toEqual([
    '/ overlay rw',
    '/proc proc rw',
    '/dev tmpfs rw',
    '/dev/pts devpts rw',
    '/dev/mqueue mqueue rw',
    '/sys sysfs ro',
    '/sys/fs/cgroup cgroup2 ro',
    '/conf ext4 ro',
    '/var/run/secrets tmpfs ro',
    '/dev/shm tmpfs rw',
    ...['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'].map((name) => `/proc/${name} proc ro`),
    '/proc/acpi tmpfs ro',
    ...['interrupts', 'kcore', 'keys', 'timer_list'].map((name) => `/proc/${name} tmpfs rw`),
    '/proc/scsi tmpfs ro',
    '/sys/firmware tmpfs ro',
    '/sys/devices/virtual/powercap tmpfs ro',
  ]);
  // test/e2e_node/proc_mount_test.go: "will mask proc mounts by default", "will unmask proc mounts if requested"
  const proc = (unmaskedProc: boolean) => lines('mount | grep /proc', { machine: { mounts, unmaskedProc } });
  expect([proc(false).length, proc(false).filter((line) => line.includes('(ro')).length]).toEqual([12, 7]);
  expect(proc(true)).toEqual(['proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)']);
  expect(lines('mount | grep secrets', { machine: { mounts } })).toEqual(['tmpfs on /var/run/secrets type tmpfs (ro,relatime,size=1024k,noswap)']);
  expect(lines("df /conf/ /tmp /var/run/secrets/token | awk '{print $1, $6}'; df /nowhere || echo $?", { machine: { mounts } })).toEqual([
    'Filesystem Mounted',
    '/dev/vda1 /conf',
    'overlay /',
    'tmpfs /var/run/secrets',
    '1',
  ]);
});

test('df of GNU makes its columns as wide as they have to be', () => {
  expect(lines('df -h /', { image: 'debian:12' })).toEqual(['Filesystem      Size  Used Avail Use% Mounted on', 'overlay          40G  7.9G   32G  21% /']);
});

test('the cgroup says what the limits of the container are', () => {
  const machine = { memoryLimitBytes: 2 ** 27, cpuLimitCores: 0.5 };
  expect(lines('cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max', { machine })).toEqual(['134217728', '50000 100000']);
  expect(lines('cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max')).toEqual(['max', 'max 100000']);
});

test('ps shows a script of many lines on one', () => {
  expect(lines('true\nps; true').slice(0, 2)).toEqual(['PID   USER     TIME  COMMAND', '    1 root      0:00 sh -c true ps; true']);
});

test('top ends when it has shown as often as was asked for', () => {
  expect(runScript('top -b -n 2 -d 3 | grep -c Mem')).toMatchObject({ stdout: '2\n', endMs: 3000 });
});

test('the executable of a process is a file of its container', () => {
  expect(lines("readlink /proc/1/exe; ls /dev | tr '\\n' ' '")).toEqual([
    '/bin/busybox',
    'fd full mqueue null ptmx pts random shm stderr stdin stdout termination-log tty urandom zero',
  ]);
});

test('ping sums up, and ifconfig shows the interface that is asked for', () => {
  expect(lines('ping -c 1 127.0.0.1 | tail -2; ifconfig lo | head -1')).toEqual([
    '1 packets transmitted, 1 packets received, 0% packet loss',
    'round-trip min/avg/max = 0.050/0.050/0.050 ms',
    'lo        Link encap:Local Loopback',
  ]);
});
