import { describe, expect, test, vi } from 'vitest';
import { createClock, createTestMachine, runExec, runMain, runScript } from '../testing/test-machine.ts';
import { type AssumedOfProgram, StepLimitError } from './types.ts';

const PLAIN = {
  env: { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/bin' },
  cwd: '/',
  onOutput: () => {},
  onExit: () => {},
  onPhase: () => {},
};

describe('a PID namespace', () => {
  test('takes everybody along when PID 1 ends: an exec dies with 137', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    machine.start(['sh', '-c', 'sleep 5; exit 3'], PLAIN);
    const hook = runExec(clock, machine, ['sh', '-c', 'echo in; sleep 60; echo never']);
    clock.runUntil(10_000);
    expect(hook.lines).toEqual(['0.000 out: in', '5.000 exit 137 SIGKILL']);
  });

  test('shields PID 1 from its own: SIGKILL from an exec does nothing, SIGTERM only with a handler', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    const lines: string[] = [];
    machine.start(['sh', '-c', "trap 'echo got it; exit 4' USR1; while true; do sleep 1; done"], {
      ...PLAIN,
      onOutput: (_, text) => lines.push(`${clock.now()} ${text.trim()}`),
      onExit: ({ code }) => lines.push(`${clock.now()} exit ${code}`),
    });
    clock.runUntil(500);
    for (const signal of ['KILL', 'TERM', 'USR1']) runExec(clock, machine, ['kill', `-${signal}`, '1']);
    clock.runUntil(5000);
    expect(lines).toEqual(['1000 got it', '1000 exit 4']);
  });

  test('an exec is no PID 1: signals have their default action', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    machine.start(['sleep', '100'], PLAIN);
    const hook = runExec(clock, machine, ['sleep', '50']);
    clock.at(2000, () => expect(hook.process?.signal('SIGTERM')).toBe(true));
    clock.runUntil(3000);
    expect(hook.lines).toEqual(['2.000 exit 143 SIGTERM']);
  });

  test('SIGSTOP and SIGCONT', () => {
    const { lines } = runScript('sleep 1; echo late', {
      signals: [
        [500, 'SIGSTOP'],
        [3000, 'SIGCONT'],
      ],
    });
    expect(lines).toEqual(['0.500 SIGSTOP', '3.000 SIGCONT ignored', '3.000 out: late', '3.000 exit 0']);
  });

  test('end(): the caller decides how it ended', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    let exit: unknown;
    machine.start(['sleep', '100'], { ...PLAIN, onExit: (status) => (exit = status) });
    clock.runUntil(10);
    machine.end({ code: 139, signal: 'SIGSEGV' });
    clock.runUntil(20);
    expect(exit).toEqual({ code: 139, signal: 'SIGSEGV' });
  });

  test('the output stays open as long as a child holds it', () => {
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    machine.start(['sleep', '100'], PLAIN);
    const lines: string[] = [];
    machine.exec(['sh', '-c', 'sleep 10 & exit 1'], {
      ...PLAIN,
      onExit: ({ code }) => lines.push(`${clock.now()} exit ${code}`),
      onOutputClosed: () => lines.push(`${clock.now()} closed`),
    });
    clock.runUntil(20_000);
    expect(lines).toEqual(['0 exit 1', '10000 closed']);
  });

  test.each(['sleep 10', '(sleep 10; touch /f)', '{ sleep 10; touch /f; }', 'while [ ! -f /f ]; do sleep 10; touch /f; done', "sh -c 'sleep 10; touch /f'"])(
    '%s >/dev/null 2>&1 & holds no output',
    (command) => {
      // Recording hook-leaves-child-behind; dash eval.c: evalsubshell
      const clock = createClock();
      const machine = createTestMachine(clock, 'busybox');
      machine.start(['sleep', '100'], PLAIN);
      const lines: string[] = [];
      machine.exec(['sh', '-c', `${command} >/dev/null 2>&1 &`], { ...PLAIN, onOutputClosed: () => lines.push(`${clock.now()} closed`) });
      clock.runUntil(20_000);
      expect(lines).toEqual(['0 closed']);
    },
  );

  test('a subshell redirects itself: what it prints goes nowhere, and nobody waits for what it leaves behind', () => {
    // dash eval.c: evalsubshell redirects after the fork
    const clock = createClock();
    const machine = createTestMachine(clock, 'busybox');
    machine.start(['sleep', '100'], PLAIN);
    const lines: string[] = [];
    machine.exec(['sh', '-c', '(echo no; sleep 10 &) >/dev/null 2>&1; echo yes; (exit 3) >/tmp/x; echo $?; (true) >/nope/x; echo $?'], {
      ...PLAIN,
      onOutput: (stream, text) => lines.push(`${stream}: ${text.trim()}`),
      onOutputClosed: () => lines.push(`${clock.now()} closed`),
    });
    clock.runUntil(20_000);
    expect(lines).toEqual(['stdout: yes', 'stdout: 3', "stderr: sh: can't create /nope/x: nonexistent directory", 'stdout: 1', '0 closed']);
  });
});

describe('starting', () => {
  test.each([
    ['busybox', ['/bin/x'], 'exec: "/bin/x": stat /bin/x: no such file or directory'],
    ['busybox', ['x'], 'exec: "x": executable file not found in $PATH'],
    ['busybox', ['/etc/passwd'], 'exec: "/etc/passwd": permission denied'],
    ['busybox', ['/tmp'], 'exec: "/tmp": is a directory'],
    ['registry.k8s.io/pause:3.10', ['sh', '-c', 'true'], 'exec: "sh": executable file not found in $PATH'],
    ['nginx', ['nc', '-z', 'localhost', '80'], 'exec: "nc": executable file not found in $PATH'],
  ])('%s %j: %s', (image, argv, message) => {
    expect(runMain(argv, { image }).lines).toEqual([message]);
  });

  test('a program that nobody knows is taken for a server', () => {
    const { lines, assumed } = runMain(['/cart', '--port', '8080'], { image: 'shop/cart:1.4', signals: [[5000, 'SIGTERM']] });
    expect(lines).toEqual(['0.000 booting', '1.000 serving', '5.000 SIGTERM', '5.000 draining', '6.000 exit 0']);
    expect(assumed).toEqual([{ what: 'server', command: ['/cart'], ports: [8080] }]);
  });

  test('where the container is there to end, it is taken for its work', () => {
    const { lines, assumed } = runMain(['/migrate', 'up'], { image: 'shop/cart:1.4', machine: { finishes: true } });
    expect(lines).toEqual(['1.000 exit 0']);
    expect(assumed).toEqual([{ what: 'work', command: ['/migrate'], isMain: true }]);
  });

  test('inert: it does nothing by itself, and nothing is assumed', () => {
    const clock = createClock();
    const onAssumed = vi.fn<(assumed: AssumedOfProgram) => void>();
    const machine = createTestMachine(clock, 'shop/cart:1.4', { onAssumed });
    const process = machine.start(['/cart'], { ...PLAIN, inert: true });
    clock.runUntil(5000);
    expect('known' in process && [process.known, process.signal('SIGTERM'), process.exit]).toEqual([false, false, undefined]);
    expect(onAssumed).not.toHaveBeenCalled();
  });

  test('known: what has a model here; a script of somebody’s own has none', () => {
    const known = (image: string, argv: string[]) => {
      const process = createTestMachine(createClock(), image).start(argv, { ...PLAIN, inert: true });
      return 'known' in process ? process.known : process.message;
    };
    expect(known('busybox', ['sh', '-c', 'true'])).toBe(true);
    expect(known('nginx', ['nginx'])).toBe(true);
    expect(known('node', ['node', 'server.js'])).toBe(false);
    expect(known('node', ['node', '--version'])).toBe(true);
    expect(known('python', ['python3', '-m', 'http.server'])).toBe(true);
    expect(known('python', ['python3', 'app.py'])).toBe(false);
    expect(known('shop/cart', ['/cart'])).toBe(false);
  });
});

describe('time', () => {
  test('busy loops move it: 256 commands cost 1 ms', () => {
    const { endMs } = runScript('i=0; while [ $i -lt 1280 ]; do i=$((i+1)); done');
    expect(endMs).toBe(Math.floor((2 * 1280 + 2) / 256));
  });

  test('a loop without end comes to the limit of steps', () => {
    expect(() => runScript('while :; do :; done', { machine: { stepLimit: 10_000 } })).toThrow(StepLimitError);
    expect(() => runScript('f() { f & f; }; f', { machine: { stepLimit: 10_000 } })).toThrow(StepLimitError);
  });

  test('a busy loop lasts an hour of virtual time in less than two million commands', () => {
    const { lines } = runScript('while :; do :; done', { untilMs: 3_600_000, machine: { stepLimit: 2_000_000 } });
    expect(lines).toEqual([]);
  });
});

describe('memory', () => {
  test('the OOM killer takes the process over the limit', () => {
    const killed: number[] = [];
    const { lines } = runScript('sleep 4; tail /dev/zero', { machine: { memoryLimitBytes: 24 << 20, onOutOfMemory: (pid) => killed.push(pid) } });
    // Recorded on a real v1.36.2 kubelet: 4.032 to 4.045 s.
    expect(lines).toEqual(['4.039 exit 137 SIGKILL']);
    expect(killed).toEqual([1]);
  });

  test('a child that is killed leaves the shell alone', () => {
    const { lines } = runScript('tail /dev/zero; echo "status $?"; exit 1', { machine: { memoryLimitBytes: 24 << 20 } });
    expect(lines).toEqual(['0.039 err: Killed', '0.039 out: status 137', '0.039 exit 1']);
  });
});
