/** Tools that hold texts against each other and show their bytes, as BusyBox and Debian's packages print it. */
import { expect, test } from 'vitest';
import { runMain } from '../testing/test-machine.ts';

const busybox = (script: string) => runMain(['sh', '-c', script], { image: 'busybox:1.36', cwd: '/tmp', untilMs: 20_000 });
const debian = (script: string) => runMain(['sh', '-c', script], { image: 'debian:12', cwd: '/tmp', untilMs: 20_000 });
const FILES = "printf 'a\\nb\\nc\\nd\\n' > a; printf 'a\\nx\\nc\\nd\\ne' > b; printf 'a\\nb\\n' > c; ";

test('diff: BusyBox prints the unified form, Debian’s the short one unless it is asked', () => {
  const changed = '@@ -1,4 +1,5 @@\n a\n-b\n+x\n c\n d\n+e\n\\ No newline at end of file\n';
  expect(busybox(`${FILES}diff a b; echo $?`).stdout).toBe(`--- a\n+++ b\n${changed}1\n`);
  expect(debian(`${FILES}diff a b; echo $?`).stdout).toBe('2c2\n< b\n---\n> x\n4a5\n> e\n\\ No newline at end of file\n1\n');
  expect(debian(`${FILES}diff -u a b`).stdout).toMatch(/^--- a\t\d{4}-\d\d-\d\d [^\n]*\n\+\+\+ b\t[^\n]*\n@@ -1,4 \+1,5 @@\n/);
  expect(debian(`${FILES}diff -q a b; diff -q a a; echo $?; diff a nope; echo $?`)).toMatchObject({
    stdout: 'Files a and b differ\n0\n2\n',
    stderr: 'diff: nope: No such file or directory\n',
  });
});

test('cmp tells the first byte that differs, or which file ends first', () => {
  expect(busybox(`${FILES}cmp a b; echo $?; cmp a c; cmp -s a b; echo $?; cmp a a; echo $?`)).toMatchObject({
    stdout: 'a b differ: char 3, line 2\n1\n1\n0\n',
    stderr: 'cmp: EOF on c\n',
  });
  expect(debian(`${FILES}cmp a b; cmp a c`)).toMatchObject({ stdout: 'a b differ: char 3, line 2\n', stderr: 'cmp: EOF on c after byte 4, line 2\n' });
});

test('comm and paste put lines beside each other', () => {
  expect(debian("printf 'a\\nc\\n' > l; printf 'b\\nc\\n' > r; comm l r; comm -12 l r; comm -23 l r").stdout).toBe('a\n\tb\n\t\tc\nc\na\n');
  expect(debian(`${FILES}paste -d, a b; paste -s -d, a`).stdout).toBe('a,a\nb,x\nc,c\nd,d\n,e\na,b,c,d\n');
});

test('od, hexdump and xxd show bytes', () => {
  expect(debian("printf 'hello world\\n\\001' > f; od -An -tx1 f; od -c f; od -N5 f; printf abcd | od -An -tu4").stdout).toBe(
    ' 68 65 6c 6c 6f 20 77 6f 72 6c 64 0a 01\n' +
      '0000000   h   e   l   l   o       w   o   r   l   d  \\n 001\n0000015\n' +
      '0000000 062550 066154 000157\n0000005\n 1684234849\n',
  );
  expect(busybox(`${FILES}hexdump -C a; hexdump a; xxd a; xxd -p a`).stdout).toBe(
    '00000000  61 0a 62 0a 63 0a 64 0a                           |a.b.c.d.|\n00000008\n' +
      '0000000 0a61 0a62 0a63 0a64                    \n0000008\n' +
      '00000000: 610a 620a 630a 640a                      a.b.c.d.\n610a620a630a640a\n',
  );
  expect(busybox('od -An -N2 -tu2 /dev/urandom | wc -w; head -c 8 /dev/zero | od -v -An -tx1').stdout).toBe('1\n 00 00 00 00 00 00 00 00\n');
});

test('nl, fold, shuf and unlink', () => {
  expect(busybox("printf 'a\\n\\nb\\n' | nl; printf 'abcdefg\\n' | fold -w 3; seq 3 | shuf | sort; shuf -i 1-9 -n 2 | wc -l").stdout).toBe(
    '     1\ta\n       \n     2\tb\nabc\ndef\ng\n1\n2\n3\n2\n',
  );
  expect(debian('touch x; unlink x; ls; unlink x').stderr).toBe("unlink: cannot unlink 'x': No such file or directory\n");
});

test('flock lets one in after the other', () => {
  expect(busybox('(flock l sh -c "sleep 2; echo first") & sleep 1; flock -n l echo no; echo $?; flock l echo second; wait').stdout).toBe('1\nfirst\nsecond\n');
});

test('mountpoint knows what is mounted', () => {
  expect(busybox('mountpoint /proc; mountpoint -q /tmp; echo $?').stdout).toBe('/proc is a mountpoint\n1\n');
});
