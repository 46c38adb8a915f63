import { describe, expect, it } from 'vitest';
import { createAppStore } from './app-store.ts';
import { splitHalves } from './halves.ts';
import { applyEdit, withScenarioBack } from './replacement.ts';

const OLD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: cart\nspec:\n  containers:\n    - name: app\n      image: shop/cart:1.4\n';
const NEW =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: crasher\nspec:\n  containers:\n    - name: main\n      image: busybox\n      command: [sh, -c, "sleep 3; exit 3"]\n';
const SCENARIO = 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  workloads: {app: {boot: 25s}}\n';
const TEXT = `${SCENARIO}---\n${OLD}`;

describe('applyEdit', () => {
  it('takes the Scenario document out when another Pod is pasted over the old one', () => {
    const { text, setAside } = applyEdit(splitHalves(TEXT), 'pod', NEW, undefined);
    expect(text).toBe(NEW);
    expect(setAside?.scenario).toBe(SCENARIO);
  });

  it('puts it back when the paste is undone', () => {
    const pasted = applyEdit(splitHalves(TEXT), 'pod', NEW, undefined);
    const undone = applyEdit(pasted.halves, 'pod', OLD, pasted.setAside);
    expect(undone).toMatchObject({ text: TEXT, setAside: undefined, resplit: true });
  });

  it('also when the reader asks for it', () => {
    const { text, setAside } = applyEdit(splitHalves(TEXT), 'pod', NEW, undefined);
    expect(setAside && withScenarioBack(text, setAside)).toBe(`${SCENARIO}---\n${NEW}`);
  });

  it('takes a Pod over another for another scenario even where there is no Scenario document: its run gets a first look of its own', () => {
    const pasted = applyEdit(splitHalves(OLD), 'pod', NEW, undefined);
    expect(pasted).toMatchObject({ text: NEW, setAside: undefined, resplit: false, isOther: true });
    expect(applyEdit(splitHalves(OLD), 'pod', OLD.replace('1.4', '1.5'), undefined).isOther).toBe(false);
  });

  it.each([
    ['another name and another program', OLD.replace('cart', 'shop').replace('name: app', 'name: main').replace('shop/cart:1.4', 'busybox:1.37')],
    ['the same name and another container', OLD.replace('name: app', 'name: main').replace('shop/cart:1.4', 'busybox:1.37')],
    ['the same image', OLD.replace('name: cart', 'name: shop').replace('name: app', 'name: main')],
  ])('takes a short Pod over a short one for another, though most of its characters are the same: %s', (_what, pod) => {
    expect(applyEdit(splitHalves(OLD), 'pod', pod, undefined).isOther).toBe(true);
    expect(applyEdit(splitHalves(TEXT), 'pod', pod, undefined)).toMatchObject({ text: pod, setAside: { scenario: SCENARIO } });
  });

  it('does not take a Pod that is renamed throughout for another', () => {
    const long =
      OLD.replace('  name: cart\n', '  name: cart\n  labels: {app: cart}\n') + '      args: [serve, --cart]\n      env:\n        - {name: A, value: "1"}\n';
    expect(applyEdit(splitHalves(long), 'pod', long.replace('name: cart', 'name: shop').replace('app: cart', 'app: shop'), undefined).isOther).toBe(false);
  });

  it.each([
    ['a value', OLD.replace('1.4', '1.5')],
    ['a line', OLD.replace('      image', '      imagePullPolicy: Always\n      image')],
    [
      'a few lines',
      OLD.replace('    - name: app\n      image: shop/cart:1.4\n', '    - name: app\n      image: nginx\n      ports:\n        - containerPort: 80\n'),
    ],
    ['everything away', ''],
  ])('leaves it alone when one changes %s', (_what, pod) => {
    const { halves, setAside } = applyEdit(splitHalves(TEXT), 'pod', pod, undefined);
    expect(halves.scenario).toBe(SCENARIO);
    expect(setAside).toBeUndefined();
  });

  it('takes a paste with both kinds of documents for a scenario of its own, in either tab', () => {
    const whole = `${SCENARIO.replace('25s', '3s')}---\n${NEW}`;
    for (const half of ['pod', 'scenario'] as const) {
      const { text, halves, resplit } = applyEdit(splitHalves(TEXT), half, whole, undefined);
      expect({ text, pod: halves.pod, resplit }).toEqual({ text: whole, pod: NEW, resplit: true });
    }
  });
});

describe('the page', () => {
  it('leaves the lesson of a text when another Pod is pasted over it, and shows the future again', () => {
    const store = createAppStore();
    store.actions.open(TEXT, { kind: 'library', name: 'cart' }, {}, { lesson: 'predict' });
    store.actions.editHalf('pod', OLD.replace('1.4', '1.5'));
    expect(store.getState()).toMatchObject({ lesson: 'predict', hideFuture: true });
    store.actions.editHalf('pod', NEW);
    expect(store.getState()).toMatchObject({ lesson: undefined, hideFuture: false });
  });
});
