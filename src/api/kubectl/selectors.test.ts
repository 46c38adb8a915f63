/** Selectors and what a v1.36.2 server said to them. */
import { describe, expect, it } from 'vitest';
import { createCluster } from './index.ts';

const POD = '{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web, tier: x, num: "7"}}, spec: {containers: [{name: app, image: x}]}}';
const cluster = createCluster({ setup: POD });
const select = (flag: string, selector: string) => cluster.kubectl(['get', 'pods', '-o', 'name', flag, selector]);
const refused = (labels: string, terms: string, reason: string) => ({
  exitCode: 1,
  stdout: '',
  stderr: `Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector ${JSON.stringify(labels)}, field selector ${JSON.stringify(terms)}: ${reason}\n`,
});

describe('a label selector', () => {
  it.each(['app', 'app = web', 'app==web,tier', 'app in (web,x)', 'app notin (y)', 'app!=', 'nope!=x', '!nope', 'num>5', 'num<8', ''])(
    '%s selects',
    (selector) => expect(select('-l', selector)).toEqual({ exitCode: 0, stdout: 'pod/web\n', stderr: '' }),
  );

  it.each(['!app', 'app=', 'app in ()', 'app in (,a)', 'app notin (web)', 'in', 'notin=x', 'app>5', '! app'])('%s selects nothing', (selector) =>
    expect(select('-l', selector)).toEqual({ exitCode: 0, stdout: '', stderr: '' }),
  );

  const word = (reason: string) => `unable to parse requirement: ${reason}`;
  const OPERATORS = 'expected: in, notin, =, ==, !=, gt, lt';
  it.each([
    ['app in web', word("found 'web' expected: '('")],
    ['app in (', word("found '', expected: ',', ')' or identifier")],
    ['app in (web', word("found '', expected: ',' or ')'")],
    ['app in (a b)', word("found 'b', expected: ',' or ')'")],
    ['app=web,', "found '', expected: identifier after ','"],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['app===x', word("found '=', expected: identifier")],
    ['app=we b', "found 'b', expected: ',' or 'end of string'"],
    ['!app=web', "found '=', expected: ',' or 'end of string'"],
    ['!', word("found '', expected: identifier")],
    ['x y', word(`found 'y', ${OPERATORS}`)],
    ['app)', word(`found ')', ${OPERATORS}`)],
    ['app>x', word(`values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`)],
    ['/b=c', word('<nil>: Invalid value: "/b": prefix part must be non-empty')],
  ])('%s is refused', (selector, reason) => expect(select('-l', selector)).toEqual(refused(selector, '', reason)));

  it('holds its values to the rules of labels', () =>
    expect(select('-l', 'app=-x').stderr).toContain('unable to parse requirement: values[0][app]: Invalid value: "-x": a valid label must be an empty string'));

  it('is refused once for each kind', () => {
    const { stderr } = cluster.kubectl(['get', 'pods,svc', '-l', 'a b']);
    expect(stderr.split('\n').map((line) => line.slice(0, 67))).toEqual([
      'Error from server (BadRequest): Unable to find "/v1, Resource=pods"',
      'Error from server (BadRequest): Unable to find "/v1, Resource=servi',
      '',
    ]);
  });

  it('is read before anything is deleted', () => expect(cluster.kubectl(['delete', 'pods', '-l', '(']).exitCode).toBe(1));
});

describe('a field selector', () => {
  it.each(['metadata.name=web', 'metadata.name==web,', 'status.phase!=Running', 'spec.hostNetwork=false', 'spec.nodeName=', '='])('%s selects', (selector) =>
    expect(select('--field-selector', selector)).toEqual({ exitCode: 0, stdout: 'pod/web\n', stderr: '' }),
  );

  it.each([
    ['metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    ['metadata.name=w,eb', "invalid selector: 'metadata.name=w,eb'; can't understand 'eb'"],
    ['metadata.name=w\\eb', 'invalid field selector: invalid escape sequence: \\e'],
    ['metadata.name===web', 'invalid field selector: unescaped character in value: 61'],
    ['metadata.name=web,nope=x', 'field label not supported: nope'],
    ['metadata.name = web', 'field label not supported: metadata.name '],
  ])('%s is refused', (selector, reason) => expect(select('--field-selector', selector)).toEqual(refused('', selector, reason)));

  it.each([
    ['cm', 'x=y', '"x" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ['events', 'involvedObject.nope=Pod', 'field label not supported: involvedObject.nope'],
  ])('of %s: %s is refused', (kind, selector, reason) =>
    expect(cluster.kubectl(['get', kind, '--field-selector', selector]).stderr).toContain(`field selector "${selector}": ${reason}\n`),
  );
});
