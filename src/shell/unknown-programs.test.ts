/** Programs that nobody knows, in scripts: which of them is the server that the container is there for, and which a step on the way. */
import { expect, test } from 'vitest';
import { runMain } from '../testing/test-machine.ts';

/** What a script made of the programs that it names: `serving`, or the code that it ended with. */
function outcome(script: string): string {
  const { assumed, code } = runMain(['sh', '-c', script], { image: 'shop/cart:1.4', untilMs: 5000 });
  const server = assumed.find(({ what }) => what === 'server');
  return server ? `${server.command.join(' ')} serves` : `ends with ${code}`;
}

test.each([
  ['the only command', 'cart-server --port 8080', 'cart-server serves'],
  ['the last one', 'migrate up; seed-data; cart-server', 'cart-server serves'],
  ['behind &&', 'migrate up && cart-server', 'cart-server serves'],
  ['of which somebody tells the end', 'cart-server; code=$?; echo "ended with $code"; exit $code', 'cart-server serves'],
  ['for whose failure something is ready', 'cart-server || exit 3', 'cart-server serves'],
  ['by exec, wherever it stands', 'if [ -z "$X" ]; then exec cart-server; fi; echo usage', 'cart-server serves'],
  ['in the background', 'cart-server & wait $!', 'cart-server serves'],
  ['in a function', 'main() { prepare; cart-server; }; main "$@"', 'cart-server serves'],
  ['in a subshell', '(cd /srv && cart-server)', 'cart-server serves'],
  ['behind a launcher', 'env LEVEL=debug cart-server', 'cart-server serves'],
  ['whose log goes elsewhere', 'cart-server 2>&1 | tee /tmp/log', 'cart-server serves'],
])('a server: %s', (_, script, expected) => {
  expect(outcome(script)).toBe(expected);
});

test.each([
  ['whose output is asked for', 'x=$(fetch-config --json); echo "[$x] $?"', 'ends with 0'],
  ['in a pipeline', 'list-orders | wc -l', 'ends with 0'],
  ['that reads a pipeline', 'echo 5 | import-orders', 'ends with 0'],
  ['that is a condition', 'if check-license; then echo ok; fi', 'ends with 0'],
  ['that something waits for', 'until check-db; do sleep 1; done; echo up', 'ends with 0'],
  ['in a loop', 'for i in 1 2 3; do import-file $i; done', 'ends with 0'],
  ['before something else', 'migrate up; sleep 1; exit 4', 'ends with 4'],
  ['that xargs starts', 'echo a b | xargs import-file', 'ends with 0'],
])('a step that ends at once: %s', (_, script, expected) => {
  expect(outcome(script)).toBe(expected);
});

test('a script of an interpreter is no server where the next command waits for it', () => {
  const { assumed } = runMain(['sh', '-c', 'python manage.py migrate && python manage.py runserver'], { image: 'python:3.13', untilMs: 5000 });
  expect(assumed).toEqual([
    { what: 'tool', command: ['python', 'manage.py', 'migrate'] },
    { what: 'server', command: ['python', 'manage.py', 'runserver'], ports: [8080] },
  ]);
});

test.each([
  ['shop/cart:1.4', 'migrate up'],
  ['python:3.13', 'python manage.py check && python manage.py migrate'],
  ['shop/cart:1.4', 'until nc -z db 5432 || true; do sleep 1; done; exec seed-data'],
])('in a container that is there to end, the main program does its work and ends: %s, %s', (image, script) => {
  const { assumed, code, endMs } = runMain(['sh', '-c', script], { image, machine: { finishes: true } });
  expect(assumed.at(-1)).toMatchObject({ what: 'work' });
  expect([code, endMs]).toEqual([0, 1000]);
});

test('a file that is copied out of an image which nobody knows is taken to be there; one of a volume is not', () => {
  const { assumed, stdout } = runMain(['sh', '-c', 'cp /flannel /tmp/flannel && ls /tmp && cp /tmp/none /tmp/x || echo missing'], { image: 'shop/cni:1' });
  expect(assumed).toEqual([{ what: 'file', command: ['/flannel'] }]);
  expect(stdout).toBe('flannel\nmissing\n');
  expect(runMain(['sh', '-c', 'cp /flannel /tmp/flannel'], { image: 'nginx' }).code).toBe(1);
});
