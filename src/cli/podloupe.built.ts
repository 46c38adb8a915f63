/** The command line as built: what a user's shell sees. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { compiledName } from './compiled-name.mjs';

const POD = `# a Pod with a comment
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: shop/web:1.4
      ports: [{containerPort: 80}]
      readinessProbe:
        httpGet: {path: /, port: 80}
`;

const scenario = (spec: string) => `apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n${spec.replace(/^/gm, '  ')}\n---\n${POD}`;
const SWEPT = scenario('duration: 1m\nactions:\n  - {at: 20s, do: delete, sweep: [20s, 30s]}');
const TRUE_AND_FALSE = scenario('duration: 1m\nexpect:\n  - phase: {value: Running, within: 30s}\n  - phase: {value: Failed, within: 30s}');

let folder: string;
let bin: string;

/** The build alone in a folder: nothing else is on its path. */
beforeAll(() => {
  if (!existsSync('dist-node/podloupe.js')) throw new Error('Not built: npm run build:node first');
  folder = mkdtempSync(join(tmpdir(), 'podloupe-built-'));
  cpSync('dist-node', join(folder, 'dist-node'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  bin = join(folder, 'dist-node/podloupe.js');
});

interface Result {
  status: number | null;
  stdout: string;
  stderr: string;
}

function podloupe(words: string[], stdin = ''): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], { cwd: folder, input: stdin, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

/** Writes a file into the folder where the calls are made. */
function file(path: string, text: string): string {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  return path;
}

const linesOf = (jsonl: string) =>
  jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; t: number; [member: string]: unknown });

describe('podloupe', () => {
  it('says its version and its help', () => {
    expect(podloupe(['--version'])).toEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' });
    expect(podloupe(['help']).stdout).toContain('run FILE…');
    expect(podloupe(['run', '--help']).stdout).toContain('timeline, events, recording, json');
    expect(podloupe(['kubectl', '--help']).stdout).toContain('podloupe kubectl [FILE] [OPTIONS] -- ARGS…');
    expect(podloupe(['kubectl', '--help']).stdout).toContain('the moment: time since the creation of the Pod');
  });

  it.each([
    [['kubectl', 'pod.yaml', '--'], 'kubectl needs a command after --'],
    [['help', 'frob'], 'there is no command frob'],
    [['run', 'pod.yaml/inside.yaml'], 'pod.yaml/inside.yaml:1:1: there is no such file'],
    [['kubectl', 'pod.yaml'], 'kubectl needs -- before what is for kubectl'],
    [['kubectl', 'pod.yaml', 'other.yaml', '--', 'get', 'pods'], 'kubectl takes one FILE'],
    [['kubectl', 'pod.yaml', '--at', 'soon', '--', 'get', 'pods'], "--at is a time since the Pod's creation like 90s"],
    [['kubectl', '--at', '5s', '--', 'get', 'pods'], '--at needs a FILE to run'],
    [['kubectl', '--', 'expose', 'pod', 'web'], 'kubectl expose pod web is not covered'],
    [['kubectl', '--', 'drain', 'node-1'], 'kubectl drain node-1 is not covered: an action `do: node-drain` of the Scenario does it to the run'],
    [['explain'], 'explain takes one FILE'],
    [['simulate', 'pod.yaml'], 'there is no command simulate; there is run, check'],
    [['run'], 'run needs a FILE'],
    [['run', 'pod.yaml', '-o', 'png'], '-o png is not available here; there is timeline, events, recording, json'],
    [['run', 'pod.yaml', '--seed', 'often'], '--seed is a whole number or typical, not often'],
    [['run', 'pod.yaml', '--duration', '5'], '--duration is a time like 90s, 5m or 1h30m, not 5'],
    [['link', 'pod.yaml', '--seed', '1'], 'link has no option --seed'],
  ])('refuses %j with status 2', (words, message) => {
    file('pod.yaml', POD);
    const { status, stdout, stderr } = podloupe(words);
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('what the build compiled', () => {
  it('is taken by the Node that built it', () => {
    const source = readFileSync(join(folder, 'dist-node/program.cjs'), 'latin1');
    const cachedData = readFileSync(join(folder, 'dist-node', compiledName(process)));
    expect(new Script(module.wrap(source), { cachedData }).cachedDataRejected).toBe(false);
  });

  it('is not needed: another Node compiles the program itself, and says the same', () => {
    file('pod.yaml', POD);
    const expected = podloupe(['run', 'pod.yaml']);
    const elsewhere = join(folder, 'elsewhere');
    cpSync(join(folder, 'dist-node'), elsewhere, { recursive: true });
    rmSync(join(elsewhere, compiledName(process)));
    const { status, stdout } = spawnSync(process.execPath, [join(elsewhere, 'podloupe.js'), 'run', 'pod.yaml'], { cwd: folder, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: expected.status, stdout: expected.stdout });
  });
});

describe('podloupe run', () => {
  it('prints a timeline that names the container and its events', () => {
    const { status, stdout, stderr } = podloupe(['run', file('pod.yaml', POD)]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('app');
    expect(stdout).not.toContain('\u001b');
  });

  it('prints the same recording in every process, from Meta to End, ordered by t', () => {
    file('pod.yaml', POD);
    const first = podloupe(['run', 'pod.yaml', '-o', 'recording']);
    const lines = linesOf(first.stdout);
    expect(lines[0]?.kind).toBe('Meta');
    expect(lines.at(-1)?.kind).toBe('End');
    expect(lines.slice(1).map(({ t }) => t)).toEqual(
      lines
        .slice(1)
        .map(({ t }) => t)
        .toSorted((a, b) => a - b),
    );
    expect(podloupe(['run', '-', '-o', 'recording'], POD).stdout).toBe(first.stdout);
  });

  it('prints Events as a table and the whole trace as JSON', () => {
    file('pod.yaml', POD);
    expect(podloupe(['run', 'pod.yaml', '-o', 'events']).stdout).toMatch(/Started\s/);
    const trace = JSON.parse(podloupe(['run', 'pod.yaml', '-o', 'json']).stdout) as { records: { id: number; cause: number; rule: string }[] };
    expect(trace.records.every(({ id, cause, rule }, index) => id === index && cause < id && rule.length > 0)).toBe(true);
  });

  it('draws the run without a browser, and writes it for other programs', () => {
    file('pod.yaml', POD);
    const svg = podloupe(['run', 'pod.yaml', '-o', 'svg']).stdout;
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="1200"/);
    expect(svg.trimEnd().endsWith('</svg>')).toBe(true);
    expect(podloupe(['run', 'pod.yaml', '-o', 'csv']).stdout).toMatch(/^start_s,end_s,of,lane,what,count,why\n0\.000,/);
    expect(podloupe(['run', 'pod.yaml', '-o', 'mermaid']).stdout).toMatch(/^gantt\n {2}title /);
    expect(JSON.parse(podloupe(['run', 'pod.yaml', '-o', 'chrome-trace']).stdout)).toHaveProperty('traceEvents');
  });

  it('folds hours of crash loops in the picture unless asked not to', () => {
    file('loop.yaml', POD.replace('shop/web:1.4', 'busybox:1.36').replace(/ {6}ports:[^]*/, '      command: [sh, -c, "sleep 2; exit 1"]\n'));
    const picture = (...more: string[]) => podloupe(['run', 'loop.yaml', '-o', 'svg', '--duration', '2h', ...more]).stdout;
    expect(picture()).toMatch(/×\d+, (about )?every \d+ min/);
    expect(picture('--unfold')).not.toContain('every');
  });

  it('writes one file per scenario and per value of a sweep, the folder made', () => {
    file('in/deep/web.yaml', POD);
    file('in/swept.yaml', SWEPT);
    expect(podloupe(['run', 'in', '-o', 'recording', '--out', 'out/runs']).status).toBe(0);
    expect(readdirSync(join(folder, 'out/runs'), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
      'deep',
      'deep/web.jsonl',
      'swept--at-20s.jsonl',
      'swept--at-30s.jsonl',
    ]);
  });

  it('runs one value of a sweep with --at, and names the others if it is none', () => {
    file('swept.yaml', SWEPT);
    const deletedAt = (at: string) =>
      linesOf(podloupe(['run', 'swept.yaml', '-o', 'recording', '--at', at]).stdout).find(({ kind, what }) => kind === 'Action' && what === 'delete')?.t;
    expect([deletedAt('20s'), deletedAt('30s')]).toEqual([20_000, 30_000]);
    expect(podloupe(['run', 'swept.yaml', '--at', '25s'])).toMatchObject({ status: 2, stderr: expect.stringContaining('20s, 30s') as string });
  });

  it('runs the Pod that --pod names of a text with several, and says that there are some', () => {
    const rendered = file('rendered.yaml', `${POD}---\n${POD.replace('name: web', 'name: db')}`);
    const { status, stderr } = podloupe(['run', rendered]);
    expect(status).toBe(2);
    expect(stderr).toContain('rendered.yaml: --pod chooses one of them, as in --pod pod/web\n');
    expect(podloupe(['run', rendered, '--pod', 'db']).stdout).toContain('Successfully assigned default/db to node-1');
    expect(podloupe(['kubectl', rendered, '--pod', 'Pod/web', '--', 'get', 'pods', '-o', 'name']).stdout).toBe('pod/web\n');
    expect(podloupe(['run', rendered, '--pod', 'deployment/web']).stderr).toBe('rendered.yaml:1:1: has no Pod deployment/web; it has pod/web, pod/db\n');
  });

  it('takes duration and seed before what the text says', () => {
    file('pod.yaml', POD);
    expect(linesOf(podloupe(['run', 'pod.yaml', '-o', 'recording', '--duration', '95s']).stdout).at(-1)).toEqual({ kind: 'End', t: 95_000 });
    const trace = JSON.parse(podloupe(['run', 'pod.yaml', '-o', 'json', '--seed', '7']).stdout) as { meta: { seed: number } };
    expect(trace.meta.seed).toBe(7);
  });

  it('reports a file with an error where it stands, writes nothing for it, and runs the others', () => {
    file('bad.yaml', POD.replace('image: shop', 'image: [shop'));
    file('pod.yaml', POD);
    const { status, stderr } = podloupe(['run', 'bad.yaml', 'missing.yaml', 'pod.yaml', '-o', 'recording', '--out', 'partly']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^bad\.yaml:\d+:\d+: /m);
    expect(stderr).toContain('missing.yaml:1:1: there is no such file');
    expect(readdirSync(join(folder, 'partly'))).toEqual(['pod.jsonl']);
  });

  it('writes the recording of a Pod that the API refuses, with status 1', () => {
    file('refused.yaml', POD.replace('name: web', 'name: Web_1'));
    const { status, stdout } = podloupe(['run', 'refused.yaml', '-o', 'recording']);
    expect(status).toBe(1);
    expect(linesOf(stdout).find(({ kind }) => kind === 'Action')).toMatchObject({ index: 0, error: { reason: 'Invalid', code: 422 } });
  });

  it('says what kubectl prints of a refused Pod, and where it stands', () => {
    const { stderr } = podloupe(['run', file('refused.yaml', POD.replace('name: web', 'name: Web_1'))]);
    expect(stderr).toMatch(/^The Pod "Web_1" is invalid: metadata\.name: Invalid value: "Web_1": /);
    expect(stderr).toMatch(/\nrefused\.yaml:5:9: metadata\.name: Invalid value: /);
  });

  it('lists the environment with its sources', () => {
    file(
      'env.yaml',
      POD.replace('      ports:', '      env: [{name: MODE, value: fast}, {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]\n      ports:'),
    );
    const lines = podloupe(['run', 'env.yaml', '-o', 'env']).stdout.split('\n');
    expect(lines).toContain(`${'app MODE=fast'.padEnd(56)}  # literal`);
    expect(lines).toContain(`${'app POD=web'.padEnd(56)}  # field metadata.name`);
  });
});

describe('podloupe kubectl', () => {
  it('prints what kubectl would print at a moment, by default the end', () => {
    file('pod.yaml', POD);
    const kubectl = (...words: string[]) => podloupe(['kubectl', 'pod.yaml', ...words]);
    expect(kubectl('--at', '5s', '--', 'get', 'pods', '--no-headers')).toEqual({ status: 0, stdout: 'web   0/1   Running   0     5s\n', stderr: '' });
    expect(kubectl('--at', '20m', '--', 'get', 'pods', '--no-headers').stdout).toBe('web   1/1   Running   0     20m\n');
    expect(kubectl('--', 'get', 'pod', 'web', '-w', '-o', 'name').stdout).toMatch(/^(pod\/web\n)+$/);
    expect(kubectl('--', 'describe', 'pod', 'web').stdout).toContain('Started');
    expect(kubectl('--', 'get', 'pod', 'nobody')).toEqual({ status: 1, stdout: '', stderr: 'Error from server (NotFound): pods "nobody" not found\n' });
  });

  it('runs a command in a container as it is at that moment, and ends with its status', () => {
    file('pod.yaml', POD);
    const exec = (...command: string[]) => podloupe(['kubectl', 'pod.yaml', '--at', '20s', '--', 'exec', 'web', '--', ...command]);
    expect(exec('echo', 'hi')).toEqual({ status: 0, stdout: 'hi\n', stderr: '' });
    expect(exec('sh', '-c', 'echo no >&2; exit 3')).toEqual({ status: 3, stdout: '', stderr: 'no\ncommand terminated with exit code 3\n' });
    expect(exec('tail', '-f', '/dev/null')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('still runs after 10 min') as string });
    expect(podloupe(['kubectl', 'pod.yaml', '--', 'port-forward', 'web', '8080'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('kubectl exec runs a command') as string,
    });
  });

  it('answers to manifests, with files, folders and standard input', () => {
    file('pod.yaml', POD);
    file('manifests/web.yaml', POD);
    const made = { status: 0, stdout: 'pod/web created\n', stderr: '' };
    expect(podloupe(['kubectl', '--', 'apply', '-f', 'pod.yaml'])).toEqual(made);
    expect(podloupe(['kubectl', '--', 'apply', '-f', 'manifests'])).toEqual(made);
    expect(podloupe(['kubectl', '--', 'create', '-f', '-'], POD)).toEqual(made);
    expect(podloupe(['kubectl', '--', 'create', '-f', 'missing.yaml'])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: the path "missing.yaml" does not exist\n',
    });
    expect(podloupe(['kubectl', '--', 'create', '-f', file('refused.yaml', POD.replace('name: web', 'name: Web_1'))])).toMatchObject({ status: 1, stdout: '' });
  });

  it('knows the objects of --with', () => {
    file('pod.yaml', POD);
    expect(podloupe(['kubectl', '--with', 'pod.yaml', '--', 'set', 'image', 'pod/web', 'app=shop/web:1.5']).stdout).toBe('pod/web image updated\n');
    expect(podloupe(['kubectl', '--with', 'pod.yaml', '--', 'delete', 'pod', 'web']).stdout).toBe('pod "web" deleted from default namespace\n');
    expect(podloupe(['kubectl', '--with', file('broken.yaml', 'a: 1\nb: [\n'), '--', 'get', 'pods'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^broken\.yaml:\d+:1: /) as string,
    });
  });
});

describe('podloupe explain', () => {
  it('says who set each field, and in which line', () => {
    file('pod.yaml', POD);
    const { status, stdout, stderr } = podloupe(['explain', 'pod.yaml', '--at', '5s']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/image: shop\/web:1\.4 +# manifest, line 9\n/);
    expect(stdout).toMatch(/restartPolicy: Always +# default of the API server\n/);
    expect(stdout).toMatch(/serviceAccountName: default +# admission: ServiceAccount\n/);
    expect(stdout).toMatch(/nodeName: \S+ +# scheduler, at /);
    expect(stdout).toMatch(/phase: Running +# kubelet, at /);
  });

  it('tells a controller’s fields from those of the template', () => {
    file(
      'deployment.yaml',
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: app, image: nginx}]}\n`,
    );
    const { stdout } = podloupe(['explain', 'deployment.yaml', '--at', '1s']);
    expect(stdout).toMatch(/ app: web +# manifest, line 7\n/);
    expect(stdout).toMatch(/pod-template-hash: \S+ +# controller of the Deployment\n/);
    expect(stdout).toMatch(/\n {2}name: web-\S+ +# controller of the Deployment\n/);
  });
});

describe('podloupe check', () => {
  it('prints one line per claim; status 1 if one fails', () => {
    file('claims.yaml', TRUE_AND_FALSE);
    const { status, stdout } = podloupe(['check', 'claims.yaml']);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['pass', 'FAIL', '']);
    expect(status).toBe(1);
  });

  it('prints JSON and JUnit XML', () => {
    file('claims.yaml', TRUE_AND_FALSE);
    const [run] = JSON.parse(podloupe(['check', 'claims.yaml', '-o', 'json']).stdout) as { name: string; claims: { verdict: string }[] }[];
    expect([run?.name, ...(run?.claims.map(({ verdict }) => verdict) ?? [])]).toEqual(['claims', 'pass', 'fail']);
    expect(podloupe(['check', 'claims.yaml', '-o', 'junit']).stdout).toContain('<testsuite name="claims" tests="2" failures="1" skipped="0">');
  });

  it('points at a claim that is none', () => {
    file('odd.yaml', scenario('expect:\n  - phase: {value: Running, within: soon}'));
    expect(podloupe(['check', 'odd.yaml'])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^odd\.yaml:5:\d+: .*soon/m) as string });
  });
});

describe('podloupe why', () => {
  it('tells the causes in order, the last one being what was asked about', () => {
    file('crash.yaml', scenario('duration: 1m\nworkloads:\n  app: {exit: {after: 4s, code: 3}}'));
    const { status, stdout, stderr } = podloupe(['why', 'crash.yaml', '--at', '8s', '--mark', 'exit with 3']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Why did app exit with 3 at \d+\.\d s\?\n 1 +\d+\.\d s {2}app starts/);
    expect(stdout).toMatch(/\n 2 +\d+\.\d s {2}app exits with 3/);
    expect(podloupe(['why', 'crash.yaml', '--at', '2s', '--mark', 'nonsense'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^crash\.yaml:1:1: .*nonsense/) as string,
    });
  });
});

describe('podloupe link and open', () => {
  it('give a scenario back byte for byte', () => {
    const text = `\ufeff${TRUE_AND_FALSE.replaceAll('\n', '\r\n')}# 日本語 🙂`;
    const link = podloupe(['link', file('odd-bytes.yaml', text)]).stdout.trimEnd();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4173\/#1[\w-]+$/);
    expect(podloupe(['open', link]).stdout).toBe(text);
    expect(podloupe(['open', `anything at all${link.slice(link.indexOf('#'))}&t=5s&unknown=1`]).stdout).toBe(text);
  });

  it('a link stands for the file', () => {
    const link = podloupe(['link', file('pod.yaml', POD), '--base', 'https://example.com/loupe/']).stdout.trimEnd();
    expect(link).toMatch(/^https:\/\/example\.com\/loupe\/#1/);
    expect(podloupe(['run', link, '-o', 'events']).stdout).toBe(podloupe(['run', 'pod.yaml', '-o', 'events']).stdout);
  });

  it('a damaged link is an unreadable input', () => {
    const link = podloupe(['link', file('pod.yaml', POD)]).stdout.trimEnd();
    expect(podloupe(['open', link.slice(0, -20)])).toMatchObject({ status: 2, stdout: '' });
    expect(podloupe(['open', 'pod.yaml'])).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('podloupe compare', () => {
  it('a run agrees with its own recording, and says where another parts', () => {
    file('pod.yaml', POD);
    file('pod.jsonl', podloupe(['run', 'pod.yaml', '-o', 'recording']).stdout);
    const same = podloupe(['compare', 'pod.jsonl', 'pod.yaml', '-o', 'json']);
    expect(same).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(same.stdout)).toMatchObject({ divergences: [] });
    file('other.yaml', POD.replace('/, port: 80', '/, port: 81'));
    expect(podloupe(['compare', 'pod.yaml', 'other.yaml']).stdout).toContain('readiness');
  });

  it('a run agrees with what kubectl watched and described of it', () => {
    file('pod.yaml', POD);
    file('watched.json', podloupe(['kubectl', 'pod.yaml', '--', 'get', 'pods', '-w', '--output-watch-events', '-o', 'json']).stdout);
    const watched = podloupe(['compare', 'watched.json', 'pod.yaml', '-o', 'json']);
    expect(watched).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(watched.stdout)).toMatchObject({ score: 1, divergences: [] });
    file('described.txt', podloupe(['kubectl', 'pod.yaml', '--', 'describe', 'pod']).stdout);
    expect(podloupe(['compare', 'described.txt', 'pod.yaml'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('says what is wrong with a recording', () => {
    file('pod.yaml', POD);
    file('cut.jsonl', '{"kind":"Meta","format":1}\n{"kind":');
    expect(podloupe(['compare', 'pod.yaml', 'cut.jsonl']).stderr).toMatch(/^cut\.jsonl:1:1: .*line 2/);
    file('prose.jsonl', 'hello\n');
    expect(podloupe(['compare', 'pod.yaml', 'prose.jsonl']).stderr).toContain('neither a recording nor what kubectl prints');
  });
});

describe('the library as built', () => {
  it('has no module of Node in it', () => {
    const seen = new Set<string>();
    const visit = (path: string): string[] => {
      if (seen.has(path)) return [];
      seen.add(path);
      const text = readFileSync(join('dist-node', path), 'utf8');
      const imports = Array.from(text.matchAll(/^(?:import|export)\b[^;'"]*["']([^"']+)["']/gm), ([, name = '']) => name);
      return imports.flatMap((name) => (name.startsWith('.') ? visit(join(path, '..', name)) : [name]));
    };
    expect(visit('index.js')).toEqual([]);
    expect(visit('schema.js')).toEqual([]);
  });

  it('does what the command line does', () => {
    const program = `
      import { causesOf, check, createCluster, recordingOf, simulate } from 'podloupe';
      import * as schema from 'podloupe/schema';
      const text = ${JSON.stringify(TRUE_AND_FALSE)};
      const trace = simulate(text);
      console.log(JSON.stringify([recordingOf(simulate(text, { durationMs: 30_000 })).at(-1), check(text).map(({ verdict }) => verdict), Object.keys(schema).length > 0, createCluster({ namespace: 'shop' }).kubectl(['get', 'pods']).stderr, causesOf(trace, trace.records.at(-1)).at(-1) === trace.records.at(-1)]));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([{ kind: 'End', t: 30_000 }, ['pass', 'fail'], true, 'No resources found in shop namespace.\n', true]);
  });

  it('is typed', () => {
    mkdirSync('test-results', { recursive: true });
    const user = mkdtempSync(join(process.cwd(), 'test-results', 'typed-'));
    writeFileSync(
      join(user, 'user.ts'),
      `import { check, simulate } from 'podloupe';\nexport const endMs: number = simulate('', { at: '5s', seed: 'typical' }).endMs;\nexport const verdict: 'pass' | 'fail' | 'undecidable' | undefined = check('')[0]?.verdict;\n// @ts-expect-error a text is asked for\nsimulate(1);\n`,
    );
    writeFileSync(
      join(user, 'tsconfig.json'),
      '{"compilerOptions":{"strict":true,"noEmit":true,"module":"nodenext","target":"es2023","types":[],"lib":["es2023"]},"files":["user.ts"]}',
    );
    const { stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', user], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});

describe('podloupe sweep', () => {
  it('makes a row for every combination, in order, whichever thread makes it', () => {
    const path = file(
      'swept/pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {terminationGracePeriodSeconds: 5, containers: [{name: app, image: nginx}]}\n',
    );
    const { status, stdout, stderr } = podloupe(['sweep', path, '--vary', 'spec.terminationGracePeriodSeconds=1..12/1', '-o', 'csv']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',').slice(0, 2).join(' ')),
    ).toEqual(['spec.terminationGracePeriodSeconds outcome', ...Array.from({ length: 12 }, (_, index) => `${index + 1} survives`)]);
  });
});
