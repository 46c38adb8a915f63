/** What kubectl v1.36.2 printed, and what it said against formats and templates that it could not read or carry out. */
import { describe, expect, it } from 'vitest';
import { createCluster } from '../index.ts';

const WEB = `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web, tier: x}}
spec:
  containers:
  - {name: app, image: nginx:1.27, ports: [{containerPort: 80, name: http}], env: [{name: A, value: "1"}]}
  - {name: two, image: busybox:1.36}
`;
const cluster = createCluster({ setup: WEB });
const get = (output: string, ...more: string[]) => cluster.kubectl(['get', 'pod', 'web', '-o', output, ...more]);

describe('jsonpath', () => {
  it.each([
    ['{.metadata.name}{"\\n"}', 'web\n'],
    ["{.metadata['name']}", 'web'],
    ['{.spec.containers[-1].name}', 'two'],
    ['{.spec.containers[0:1].name}', 'app'],
    ['{.spec.containers[::2].name}', 'app'],
    ['{.spec.containers[0,1].name}', 'app two'],
    ["{['metadata.name','kind']}", 'web Pod'],
    ['{.spec.containers[?(@.name!="app")].image}', 'busybox:1.36'],
    ['{.spec.containers[?(@.ports[0].containerPort>79)].name}', 'app'],
    ['{.spec.containers[?(@.name>"b")].name}', 'two'],
    ['{.spec.containers[?(@.nope)].image}', ''],
    ['{range .spec.containers[*]}{range .ports[*]}{.containerPort}{end}|{end}', '80||'],
    ['{range .spec.containers[*]}{.name}', 'apptwo'],
    ['{range .spec.nope[*]}{.name}{end}x', 'x'],
    ['{.spec.containers.name}', ''],
    ['{5} {true} {1.5}', '5 true 1.5'],
    ['{.metadata.labels}', '{"app":"web","tier":"x"}'],
    ['{$.kind}{@.kind}{.kind .apiVersion}', 'PodPod'],
    ['a\\nb', 'a\\nb'],
  ])('%s', (template, stdout) => expect(get(`jsonpath=${template}`)).toEqual({ exitCode: 0, stdout, stderr: '' }));

  it.each([
    ['{', 'unclosed action'],
    ['{.kind', 'unclosed action'],
    ['{.spec.containers[0}', 'unterminated array'],
    ['{.metadata[name]}', 'invalid array index name'],
    ['{.spec.containers[?(@.name=="app"].image}', 'unterminated filter'],
    ['{...name', 'unclosed action'],
    ['{....name}', 'invalid multiple recursive descent'],
    ['{"text}', 'unterminated quoted string'],
    ['{"\\q"}', 'unquote string "\\q" error invalid syntax'],
    ['{#}', "unrecognized character in action: U+0023 '#'"],
    ['{.metadata.name | upper}', "unrecognized character in action: U+007C '|'"],
  ])('%s cannot be read', (template, reason) =>
    expect(get(`jsonpath=${template}`)).toEqual({ exitCode: 1, stdout: '', stderr: `error: error parsing jsonpath ${template}, ${reason}\n` }),
  );

  it.each([
    ['{kind}', 'unrecognized identifier kind'],
    ['{end}', 'not in range, nothing to end'],
    ['{.spec.containers[9].name}', 'array index out of bounds: index 9, length 2'],
    ['{.spec.containers[1:0].name}', 'starting index 1 is greater than ending index 0'],
    ['{.spec.containers[0:2:0].name}', 'step must be > 0'],
    ['{.metadata[0]}', 'map[string]interface {} is not array or slice'],
    ['{.spec.containers[?(@.name>5)].name}', 'incompatible types for comparison'],
    ['{.spec.containers[?(@.name="app")].name}', 'unrecognized filter operator ='],
  ])('%s cannot be carried out', (template, reason) => {
    const { exitCode, stderr } = get(`jsonpath=${template}`);
    const quoted = JSON.stringify(template);
    expect(stderr).toMatch(/"kind":"Pod", "metadata":map\[string\]interface \{\}\{.*\}\n\n\n$/);
    expect(
      stderr.startsWith(
        `error: error executing jsonpath ${quoted}: Error executing template: ${reason}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\tmap[string]interface {}{"apiVersion":"v1", `,
      ),
    ).toBe(true);
    expect(exitCode).toBe(1);
  });

  it('is strict about fields that are not there where that is asked for', () => {
    expect(get('jsonpath={.nope}').stdout).toBe('');
    expect(get('jsonpath={.nope}', '--allow-missing-template-keys=false').stderr).toContain('Error executing template: nope is not found. Printing');
  });
});

describe('go-template', () => {
  it.each([
    ['{{.kind}}{{.nope}}{{.nope.x}}', 'Pod<no value><no value>'],
    ['{{range .spec.containers}}{{$.kind}}{{.name}} {{end}}', 'Podapp Podtwo '],
    ['{{range $i, $c := .spec.containers}}{{$i}}={{$c.name}} {{end}}', '0=app 1=two '],
    ['{{range $k, $v := .metadata.labels}}{{$k}}={{$v}} {{end}}', 'app=web tier=x '],
    ['{{range .nope}}x{{else}}none{{end}}', 'none'],
    ['{{if .nope}}y{{else if .kind}}z{{end}}', 'z'],
    ['{{with .metadata}}{{.name}}{{end}}{{with .nope}}x{{else}}y{{end}}', 'weby'],
    ['{{len .spec.containers}}{{len .kind}}', '23'],
    ['{{index .metadata.labels "app"}}{{(index .spec.containers 0).name}}', 'webapp'],
    ['{{.kind | printf "%s-%s" "a"}} {{printf "%5d|%q" 3 .kind}}', 'a-Pod     3|"Pod"'],
    ['{{$x := .kind}}{{$x}}{{- "y" -}}  z', 'Podyz'],
    ['{{eq .kind "Pod" "x"}}{{gt .spec.terminationGracePeriodSeconds 5}}{{not .nope}}', 'truetruetrue'],
    ['{{and .kind .nope}}{{or .nope "d"}}', '<no value>d'],
    ['{{exists . "metadata" "nope"}}{{base64decode "YQ=="}}', 'falsea'],
    ['{{define "x"}}y{{end}}{{template "x"}}{{/* c */}}', 'y'],
    ['{{range 3}}x{{end}}{{range .spec.containers}}{{break}}{{end}}', 'xxx'],
    ['{{print .kind 1 2}}{{html "<a>"}}{{urlquery "a b"}}{{slice .kind 1 2}}', 'Pod1 2&lt;a&gt;a+bo'],
    ["{{'c'}}{{`raw`}}{{.metadata.labels}}", '99rawmap[app:web tier:x]'],
  ])('%s', (template, stdout) => expect(get(`go-template=${template}`)).toEqual({ exitCode: 0, stdout, stderr: '' }));

  it.each([
    ['{{', 'unclosed action'],
    ['{{}}', 'missing value for command'],
    ['{{.', 'illegal number syntax: "."'],
    ['{{range .spec.containers}}{{.name}}', 'unexpected EOF'],
    ['{{end}}', 'unexpected {{end}}'],
    ['{{if}}x{{end}}', 'missing value for if'],
    ['{{$x}}', 'undefined variable "$x"'],
    ['{{nope .kind}}', 'function "nope" not defined'],
    ['{{.kind.}}', 'unexpected <.> in operand'],
    ['{{"text}}', 'unterminated quoted string'],
    ['{{break}}', '{{break}} outside {{range}}'],
    ['{{#}}', 'unexpected "#" in command'],
    ['{{.a-b}}', "bad character U+002D '-'"],
  ])('%s cannot be read', (template, reason) =>
    expect(get(`go-template=${template}`)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error: error parsing template ${template}, template: output:1: ${reason}\n`,
    }),
  );

  it.each([
    ['{{.kind.x}}', '1:7', '.kind.x', "can't evaluate field x in type interface {}"],
    ['{{len .spec.terminationGracePeriodSeconds}}', '1:2', 'len .spec.terminationGracePeriodSeconds', 'error calling len: len of type int64'],
    ['{{len .nope}}', '1:2', 'len .nope', 'error calling len: reflect: call of reflect.Value.Type on zero Value'],
    ['{{len}}', '1:2', 'len', 'wrong number of args for len: want 1 got 0'],
    ['{{index .spec.containers 9}}', '1:2', 'index .spec.containers 9', 'error calling index: index out of range: 9'],
    ['{{index .metadata.labels 0}}', '1:2', 'index .metadata.labels 0', 'error calling index: value has type int; should be string'],
    ['{{nil}}', '1:2', 'nil', 'nil is not a command'],
    ['{{template "x"}}', '1:11', '{{template "x"}}', 'template "x" not defined'],
    ['{{range .kind}}x{{end}}', '1:8', '.kind', "range can't iterate over Pod"],
    ['{{.kind "x"}}', '1:2', '.kind', 'kind is not a method but has arguments'],
    ['{{"x" "y"}}', '1:2', '"x"', 'can\'t give argument to non-function "x"'],
    ['{{base64decode "Y"}}', '1:2', 'base64decode "Y"', 'error calling base64decode: base64 decode failed: illegal base64 data at input byte 0'],
  ])('%s cannot be carried out', (template, place, at, reason) => {
    const message = `template: output:${place}: executing "output" at <${at}>: ${reason}`;
    const { stdout, stderr } = get(`go-template=${template}`);
    expect(stderr).toBe(`error: error executing template ${JSON.stringify(template)}: ${message}\n`);
    expect(
      stdout.startsWith(
        `Error executing template: ${message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t{"apiVersion":"v1",`,
      ),
    ).toBe(true);
  });

  it('ends where it would not', () => {
    expect(get('go-template={{define "x"}}{{template "x"}}{{end}}{{template "x"}}').stderr).toContain('exceeded maximum template depth');
    expect(get('go-template={{range 100000}}{{range 100000}}{{end}}{{end}}').exitCode).toBe(1);
  });
});

describe('custom columns', () => {
  it.each([
    ['N:.metadata.name,K:kind', 'N     K\nweb   Pod\n'],
    ['N:{.metadata.name}', 'N\nweb\n'],
    ['N:', 'N\n<none>\n'],
    [':.metadata.name', '\nweb\n'],
    ['N:.spec.containers[*].name', 'N\napp,two\n'],
    ['N:.metadata.labels', 'N\nmap[app:web tier:x]\n'],
    ['N:.metadata.name , K:.kind', 'N      K\nweb   Pod\n'],
    ['N:.metadata.name:x', 'N\n<none>\n'],
  ])('%s', (columns, stdout) => expect(get(`custom-columns=${columns}`)).toEqual({ exitCode: 0, stdout, stderr: '' }));

  const PATH = "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
  it.each([
    ['', 'custom-columns format specified but no custom columns given', ''],
    ['N:.a,K', 'unexpected custom-columns spec: K, expected <header>:<json-path-expr>', ''],
    ['N:.a,', 'unexpected custom-columns spec: , expected <header>:<json-path-expr>', ''],
    ['N:{.a', PATH, ''],
    ['N:.spec.containers[9].name', 'array index out of bounds: index 9, length 2', 'N\n'],
    ['N:.spec.containers[', 'unterminated array', 'N\n'],
  ])('%s: %s', (columns, reason, stdout) => expect(get(`custom-columns=${columns}`)).toEqual({ exitCode: 1, stdout, stderr: `error: ${reason}\n` }));
});

describe('a format', () => {
  it('may be written in capitals where it is JSON or YAML', () => expect(get('JSON').stdout).toBe(get('json').stdout));

  it.each(['nope', 'json=x', 'NAME=', 'Wide'])('%s is none', (output) =>
    expect(get(output).stderr).toBe(
      `error: unable to match a printer suitable for the output format "${output}", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml\n`,
    ),
  );

  it.each([
    ['jsonpath-file=nofile', 'error: error reading --template nofile, open nofile: no such file or directory\n'],
    ['custom-columns-file=nofile', 'error: error reading template nofile, open nofile: no such file or directory\n'],
    ['jsonpath-as-json', 'error: template format specified but no template given\n'],
  ])('%s needs its template', (output, stderr) => expect(get(output)).toEqual({ exitCode: 1, stdout: '', stderr }));

  it('takes its template from a file', () => {
    const files = { F: 'N  K\n.metadata.name .kind\n' };
    expect(cluster.kubectl(['get', 'pods', '-o', 'custom-columns-file=F'], { files }).stdout).toBe('N     K\nweb   Pod\n');
  });
});

describe('several documents', () => {
  const pod = (name: string, image = 'x') => `{kind: Pod, apiVersion: v1, metadata: {name: ${name}}, spec: {containers: [{name: app, image: ${image}}]}}`;
  const run = (command: string, text: string) => createCluster().kubectl(command.split(' '), { files: { FILE: text } });
  const two = `${pod('a')}\n---\n${pod('b')}`;
  const refusal =
    'Error from server (BadRequest): error when creating "FILE": Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string\n';

  it('are applied and printed as one list', () => {
    const { stdout } = run('apply -f FILE --dry-run=client -o json', two);
    expect(
      stdout.startsWith('{\n    "kind": "List",\n    "apiVersion": "v1",\n    "metadata": {},\n    "items": [\n        {\n            "apiVersion": "v1",\n'),
    ).toBe(true);
    expect(run('apply -f FILE --dry-run=client -o jsonpath={.items[*].metadata.name}', two).stdout).toBe('a b');
    expect(run('apply -f FILE --dry-run=client -o yaml', two).stdout).toMatch(/^apiVersion: v1\nitems:\n- apiVersion: v1\n/);
  });

  it('are created and printed one by one', () => {
    expect(run('create -f FILE --dry-run=client -o go-template={{.kind}}', two).stdout).toBe('PodPod');
    expect(run('create -f FILE --dry-run=client -o yaml', two).stdout.split('---\n')).toHaveLength(2);
    expect(run('create -f FILE --dry-run=client -o kyaml', two).stdout).toBe(
      ['a', 'b']
        .map(
          (name) =>
            `---\n{\n  apiVersion: "v1",\n  kind: "Pod",\n  metadata: {\n    name: "${name}",\n    namespace: "default",\n  },\n  spec: {\n    containers: [{\n      image: "x",\n      name: "app",\n    }],\n  },\n}\n`,
        )
        .join(''),
    );
  });

  it('are not printed by apply if one of them fails', () => {
    const text = `${pod('a')}\n---\n${pod('b', '5')}`;
    expect(run('apply -f FILE -o json', text)).toEqual({ exitCode: 1, stdout: '', stderr: refusal });
    expect(run('apply -f FILE -o name', text)).toEqual({ exitCode: 1, stdout: 'pod/a\n', stderr: refusal });
  });

  it('have no version if nothing was stored', () => {
    expect(run('create -f FILE --dry-run=server -o yaml', pod('a')).stdout).not.toContain('resourceVersion');
    expect(run('create -f FILE -o yaml', pod('a')).stdout).toContain('resourceVersion');
  });

  it('have their failures in their order, without a prefix of their own', () => {
    const mapping =
      'resource mapping not found for name: "z" namespace: "" from "FILE": no matches for kind "Foo" in version "v1"\nensure CRDs are installed first\n';
    const text = `${pod('b', '5')}\n---\n{kind: Foo, apiVersion: v1, metadata: {name: z}}`;
    expect(run('create -f FILE', text).stderr).toBe(refusal + mapping);
    expect(run('apply -f FILE', text).stderr).toBe(mapping + refusal);
  });
});
