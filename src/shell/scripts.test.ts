import { describe, expect, test } from 'vitest';
import { createClock, createTestMachine, runMain, runScript } from '../testing/test-machine.ts';
import type { SignalName } from './types.ts';
import { createVolume } from './volume.ts';

/** Scripts of the Kubernetes documentation and e2e tests; outcomes as recorded on a real v1.36.2 node, times in whole steps of the script. */
describe('scripts of the documentation and of the e2e tests', () => {
  test.each<[script: string, signals: [number, SignalName][], lines: string[]]>([
    // Documentation, "Configure Liveness, Readiness and Startup Probes".
    [
      'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600',
      [
        [75_000, 'SIGTERM'],
        [105_000, 'SIGKILL'],
      ],
      ['75.000 SIGTERM ignored', '105.000 SIGKILL', '105.000 exit 137 SIGKILL'],
    ],
    // test/e2e/common/node/container_probe.go.
    [
      'echo ok > /tmp/health\nsleep 10\nrm -rf /tmp/health\nsleep 600\n',
      [
        [20_000, 'SIGTERM'],
        [50_000, 'SIGKILL'],
      ],
      ['20.000 SIGTERM ignored', '50.000 SIGKILL', '50.000 exit 137 SIGKILL'],
    ],
    // test/e2e_node/container_lifecycle_test.go.
    ["trap 'exit 0' TERM\nsleep 600 & wait $!\nexit 0\n", [[20_355, 'SIGTERM']], ['20.355 SIGTERM', '20.355 exit 0']],
    ["trap 'exit 1' TERM\nsleep 5 & wait $!\nexit 1\n", [], ['5.000 exit 1']],
    ["trap 'sleep 60; exit 1' TERM\nsleep 10 & wait $!\nexit 1\n", [[241, 'SIGTERM']], ['0.241 SIGTERM', '60.241 exit 1']],
    ["trap 'exit 255' TERM\nsleep 10 & wait $!\nexit 255\n", [], ['10.000 exit 255']],
    // test/e2e/node/pods.go: a deleted Pod's exit code.
    [
      "sleep 9999999 &\nPID=$!\ntrap 'kill $PID; echo caught SIGTERM' TERM\ntouch /tmp/trap-marker\nwait $PID\ntrap - TERM\nwait $PID\nexit 0\n",
      [[3000, 'SIGTERM']],
      ['3.000 SIGTERM', '3.000 out: caught SIGTERM', '3.000 err: Terminated', '3.000 exit 0'],
    ],
    [
      "trap 'echo caught SIGTERM; sleep 100' TERM\nsleep 1000\n",
      [
        [5000, 'SIGTERM'],
        [35_000, 'SIGKILL'],
      ],
      ['5.000 SIGTERM', '35.000 SIGKILL', '35.000 exit 137 SIGKILL'],
    ],
    ["trap 'sleep 30' TERM; while true; do sleep 1; done", [[2500, 'SIGTERM']], ['2.500 SIGTERM']],
    [
      "trap 'echo SIGTERM caught' TERM INT; touch /tmp/healthy; sleep 1000",
      [
        [2000, 'SIGTERM'],
        [4000, 'SIGKILL'],
      ],
      ['2.000 SIGTERM', '4.000 SIGKILL', '4.000 exit 137 SIGKILL'],
    ],
    // Recorded scenarios of graceful ends.
    [
      "touch /tmp/ready; trap 'rm -f /tmp/ready; sleep 15; exit 0' TERM; while true; do sleep 1 & wait $!; done",
      [[7300, 'SIGTERM']],
      ['7.300 SIGTERM', '22.300 exit 0'],
    ],
    [
      "trap 'echo draining; sleep 3; exit 0' TERM; while true; do sleep 1 & wait $!; done",
      [[9500, 'SIGTERM']],
      ['9.500 SIGTERM', '9.500 out: draining', '12.500 exit 0'],
    ],
    [
      "touch /tmp/healthy; (sleep 12; rm -f /tmp/healthy) & trap 'exit 0' TERM; while true; do sleep 1 & wait $!; done",
      [[30_000, 'SIGTERM']],
      ['30.000 SIGTERM', '30.000 exit 0'],
    ],
    ['sleep 17; exit 2', [], ['17.000 exit 2']],
    ['echo fatal > /dev/termination-log; sleep 4; exit 7', [], ['4.000 exit 7']],
    ['sleep 5 & sleep 86400', [[6000, 'SIGTERM']], ['6.000 SIGTERM ignored']],
    ['while [ ! -f /tmp/stop ]; do sleep 0.2; done; exit 0', [], []],
    ['for i in $(seq 3); do echo tick $i; sleep 0.5; done; exit 42', [], ['0.000 out: tick 1', '0.500 out: tick 2', '1.000 out: tick 3', '1.500 exit 42']],
  ])('%s', (script, signals, lines) => {
    expect(runScript(script, { signals, untilMs: 200_000 }).lines).toEqual(lines);
  });

  test('state on a volume decides between the first run and the next', () => {
    const script =
      'if [ ! -f /persistent/first_run_done ]; then\n  echo first run\n  touch /persistent/first_run_done\n  exit 1\nelse\n  echo second run\n  sleep 120\nfi\n';
    const mounts = [{ path: '/persistent', volume: createVolume(), readOnly: false }];
    const outcomes = [1, 2].map(() => runScript(script, { machine: { mounts } }).lines);
    expect(outcomes).toEqual([
      ['0.000 out: first run', '0.000 exit 1'],
      ['0.000 out: second run', '120.000 exit 0'],
    ]);
  });

  test('files of variables, as the e2e tests write them', () => {
    const volume = createVolume();
    runScript("echo CONFIG_1=\\'value1\\' > /data/config.env\necho CONFIG_2=\\'value2\\' >> /data/config.env\n", {
      machine: { mounts: [{ path: '/data', volume, readOnly: false }] },
    });
    expect(volume.read('config.env')).toBe("CONFIG_1='value1'\nCONFIG_2='value2'\n");
  });

  test('names that no variable can have are passed on by BusyBox and Bash, not by dash', () => {
    // test/e2e/common/node/configmap.go: should be consumable via the environment
    const passed = (image: string, shell = 'sh') => runMain([shell, '-c', '(env | grep data)'], { image, env: { 'p-data-1': 'x' } }).stdout;
    expect([passed('busybox'), passed('debian', 'bash'), passed('debian')]).toEqual(['p-data-1=x\n', 'p-data-1=x\n', '']);
  });

  test.each(['bash', 'sh'])('%s with traps on EXIT and TERM: the child is waited for, then both run', (shell) => {
    const script = 'trap "echo bye" EXIT; trap "exit 5" TERM; while true; do sleep 1; done';
    expect(runMain([shell, '-c', script], { image: 'debian', signals: [[1500, 'SIGTERM']], untilMs: 10_000, machine: { stepLimit: 1000 } }).lines).toEqual([
      '1.500 SIGTERM',
      '2.000 out: bye',
      '2.000 exit 5',
    ]);
  });

  test('an input that stays open is waited for', () => {
    const outcome = (argv: string[], openStdin: boolean) => {
      const clock = createClock();
      let code: number | undefined;
      createTestMachine(clock, 'busybox').start(argv, {
        env: {},
        cwd: '/',
        openStdin,
        onOutput: () => {},
        onPhase: () => {},
        onExit: (status) => {
          code = status.code;
        },
      });
      clock.runUntil(60_000);
      return code;
    };
    expect([outcome(['sh'], true), outcome(['cat'], true), outcome(['sh'], false), outcome(['true'], true)]).toEqual([undefined, undefined, 0, 0]);
  });

  test('nmeter stamps lines with the time of day', () => {
    expect(runScript("sleep 1.25; echo `date -u +%FT$(nmeter -d0 '%3t' | head -n1)Z` init-1 Started").stdout).toMatch(/T\d\d:\d\d:\d1.25\dZ init-1 Started\n$/);
  });

  test('extra words after the script are its parameters', () => {
    expect(runMain(['/bin/sh', '-c', 'echo "$0 $1 $#"', '/crash/missing', 'one']).stdout).toBe('/crash/missing one 1\n');
  });

  test('ten thousand turns of a sleep loop', () => {
    const { lines } = runScript('i=0; while [ $i -lt 10000 ]; do sleep 1; i=$((i+1)); done; echo $i', { untilMs: 20_000_000 });
    expect(lines).toEqual(['10000.000 out: 10000', '10000.000 exit 0']);
  });
});
