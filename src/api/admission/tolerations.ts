/** DefaultTolerationSeconds (plugin/pkg/admission/defaulttolerationseconds/admission.go: Admit) and the union of tolerations. */
import { deepEqual, type Fields, list, num, text } from '../schema/fields.ts';

const DEFAULT_SECONDS = 300;

/** A Pod tolerates an unready or unreachable node for five minutes unless it says otherwise. */
export function admitDefaultTolerations(spec: Fields): void {
  const own = list(spec, 'tolerations');
  const tolerates = (key: string) =>
    own.some((toleration) => ['', key].includes(text(toleration, 'key')) && ['', 'NoExecute'].includes(text(toleration, 'effect')));
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter((key) => !tolerates(key))
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: DEFAULT_SECONDS }));
  if (added.length > 0) spec['tolerations'] = [...own, ...added];
}

/** Both lists without what another entry covers (pkg/util/tolerations/tolerations.go: MergeTolerations). */
export function mergeTolerations(first: Fields[], second: Fields[]): Fields[] {
  const all = [...first, ...second];
  const merged: Fields[] = [];
  for (const [i, toleration] of all.entries()) {
    const covered =
      merged.some((other) => covers(other, toleration)) || all.slice(i + 1).some((other) => !deepEqual(other, toleration) && covers(other, toleration));
    if (!covered) merged.push(toleration);
  }
  return merged;
}

function covers(wide: Fields, narrow: Fields): boolean {
  if (deepEqual(wide, narrow)) return true;
  const operator = text(wide, 'operator');
  if (text(narrow, 'key') !== text(wide, 'key') && (text(wide, 'key') !== '' || operator !== 'Exists')) return false;
  if (text(narrow, 'effect') !== text(wide, 'effect') && text(wide, 'effect') !== '') return false;
  if (text(wide, 'effect') === 'NoExecute') {
    const [short, long] = [num(narrow, 'tolerationSeconds'), num(wide, 'tolerationSeconds')];
    if (long !== undefined && (short === undefined || short > long)) return false;
  }
  if (operator === 'Exists') return true;
  return (operator === 'Equal' || operator === '') && ['Equal', ''].includes(text(narrow, 'operator')) && text(narrow, 'value') === text(wide, 'value');
}
