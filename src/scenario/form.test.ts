import { describe, expect, it } from 'vitest';
import { formOf } from './form.ts';

describe('formOf', () => {
  it('reads the Pod and what is around it', () => {
    const text = 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {duration: 1m}\n---\nkind: Pod\nspec: {containers: [{name: app}]}\n';
    expect(formOf(text)).toEqual({ pod: { kind: 'Pod', spec: { containers: [{ name: 'app' }] } }, base: '', scenario: { duration: '1m' } });
  });

  it('finds the template of a workload object, also in a List', () => {
    expect(formOf('kind: Deployment\nspec: {template: {spec: {containers: []}}}\n')).toMatchObject({
      base: 'spec.template.',
      pod: { spec: { containers: [] } },
    });
    expect(formOf('kind: List\nitems:\n- kind: Service\n- kind: Pod\n  spec: {}\n')).toMatchObject({ base: 'items[1].', pod: { kind: 'Pod' } });
  });

  it('says why there is no form', () => {
    expect(formOf('a: b: c\n')).toHaveProperty('problem');
    expect(formOf('kind: Service\n')).toEqual({ problem: 'The text has no Pod to change.' });
    expect(formOf(`# ${'x'.repeat(100_001)}\nkind: Pod\n`)).toHaveProperty('problem', 'The text is too long for a form: 100 kB, at most 100 kB.');
  });
});
