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

test('tr puts, takes away and squeezes characters, also where they come one after the other', () => {
  const script = [
    'printf aabbcc | tr -s a-c',
    '(printf aa; sleep 0.1; printf aa) | tr -s a',
    'printf "a b  c" | tr -s " " "\\n"',
    'printf abc1 | tr -cd 0-9',
    'printf hello | tr a-y b-z',
    'printf abc | tr -c b -',
    'printf abc | tr ab x',
    'head -c 3 /dev/zero | tr "\\0" x',
    'printf aabb | tr -ds a b',
    'printf aabb | tr -s ab xx',
  ].join('; echo; ');
  expect(debian(script).stdout).toBe('abc\na\na\nb\nc\n1\nifmmp\n-b-\nxxc\nxxx\nb\nx');
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

test('bc counts with as many digits behind the point as scale says (bc_num of BusyBox: zbc_num_div, zbc_num_m)', () => {
  const said = (source: string) => busybox(`bc <<'END'\n${source}\nEND`);
  expect(said('scale=2; 10/3\n1/3\n10 % 3; -7/2; 1.50*1.5; 2^-2; .5+.5; 0.00').stdout).toBe('3.33\n.33\n.01\n-3.50\n2.25\n.25\n1.0\n0\n');
  expect(said('x=3;x;x++;x; 3>2 && 1; sqrt(2); scale=4; sqrt(2); length(12.34); print "a\\n"').stdout).toBe('3\n3\n4\n1\n1\n1.4142\n4\na\n');
  expect(said('2^300').stdout).toBe('20370359763344860862684456884093781610514683936659362506361404493543\\\n81299763336706183397376\n');
  expect(said('1/0').stderr).toBe('bc: divide by zero\n');
  expect(busybox('[ "$(echo "1.5 > 1.25" | bc)" = 1 ] && echo more').stdout).toBe('more\n');
});

test('BusyBox unpacks what it has packed, in words of its own', () => {
  expect(
    busybox('mkdir d; echo one > d/a; tar czf t.tgz d; rm -r d; tar xzvf t.tgz; cat d/a; tar tvzf t.tgz | cut -c1-20; gunzip d/a; tar xf nope; tar xzf d/a')
      .stdout,
  ).toBe('d/\nd/a\none\ndrwxr-xr-x root/root\n-rw-r--r-- root/root\n');
  expect(busybox('echo a > a; gunzip a; gunzip -c < a; tar xf nope; tar tf a; tar cf t.tar; tar czf t.tgz a; tar xf t.tgz b').stderr).toBe(
    "gunzip: a: unknown suffix - ignored\ngunzip: invalid magic\ntar: can't open 'nope': No such file or directory\ntar: invalid tar magic\ntar: empty archive\ntar: b: not found in archive\n",
  );
  expect(busybox("printf 'ab\\001hello\\002wörld go' | strings").stdout).toBe('hello\nrld go\n');
});

test('members of gzip that stand one behind the other are one text; one that ends early is told', () => {
  const script = 'echo one | gzip > a; echo two | gzip > b; cat a b | gzip -dc; head -c 11 a | gzip -dc';
  expect(runMain(['sh', '-c', script], { image: 'debian:12' })).toMatchObject({
    stdout: 'one\ntwo\n',
    stderr: '\ngzip: stdin: unexpected end of file\n',
    code: 1,
  });
});

test('what gzip could read of a text that ends early is written before the error', () => {
  const script = 'seq 1 400 | gzip > a; head -c 300 a | gzip -dc; echo; gzip -t < a; head -c 300 a > b.gz; gzip -d b.gz; ls';
  const { stdout, stderr } = runMain(['sh', '-c', script], { image: 'debian:12' });
  expect(stdout).toMatch(/^1\n2\n3\n(\d+\n)+\d*\na\nb\.gz\n/);
  expect(stderr).toBe('\ngzip: stdin: unexpected end of file\n\ngzip: b.gz: unexpected end of file\n');
});

test('bytes that escapes name are characters if they are UTF-8, else U+FFFD as in all that the API shows', () => {
  // Recording message-odd-bytes; encoding/json writes each byte that is no UTF-8 as U+FFFD
  expect(
    busybox("printf 'a\\377b\\303\\274\\n'; printf '\\xe2\\x9c\\x93\\n'; echo -e '\\xe2\\x9c\\x94 \\0303\\0251'; printf '%b\\n' '\\0342\\0202\\0254'").stdout,
  ).toBe('a\ufffdbü\n✓\n✔ é\n€\n');
  expect(debian("printf '\\303'; printf '😀\\n'").stdout).toBe('\ufffd😀\n');
});

test('free tells memory in KiB, or in the unit that it is asked for', () => {
  const total = (option: string) => busybox(`free ${option} | awk 'NR == 2 { print $2, $3 }'`).stdout;
  expect(['', '-m', '-g', '-b'].map(total)).toEqual(['8388608 1048576\n', '8192 1024\n', '8 1\n', '8589934592 1073741824\n']);
});
