/** `-l` and `--field-selector`. */
import { type Fields, fields, map } from '../schema/fields.ts';

/** `a=b,c!=d,e,!f,g in (x,y),h notin (z)` on an object's metadata. */
export function matchesLabels(meta: Fields, selector: string): boolean {
  const labels = map(meta, 'labels');
  return selector.split(/,(?![^(]*\))/).every((part) => {
    const term = part.trim();
    if (term === '') return true;
    const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
    if (set !== null) {
      const value = labels[set[1] ?? ''];
      const isListed =
        value !== undefined &&
        (set[3] ?? '')
          .split(',')
          .map((item) => item.trim())
          .includes(value);
      return set[2] === 'in' ? isListed : !isListed;
    }
    const comparison = /^([^!=\s]+)\s*(==|=|!=)\s*(.*)$/.exec(term);
    if (comparison !== null) return comparison[2] === '!=' ? labels[comparison[1] ?? ''] !== comparison[3] : labels[comparison[1] ?? ''] === comparison[3];
    return term.startsWith('!') ? labels[term.slice(1)] === undefined : labels[term] !== undefined;
  });
}

/** The fields that a field selector speaks of. */
export const fieldsOf = (selector: string): string[] => selector.split(',').flatMap((term) => /^([^!=]+)(?:==|=|!=)/.exec(term.trim())?.[1] ?? []);

/** `status.phase=Running,metadata.name!=x`. */
export function matchesFields(object: Fields, selector: string): boolean {
  return selector.split(',').every((term) => {
    const match = /^([^!=]+)(==|=|!=)(.*)$/.exec(term.trim());
    if (match === null) return true;
    const [, path = '', operator, wanted] = match;
    const parts = path.split('.');
    const owner = parts.slice(0, -1).reduce<Fields | undefined>((at, part) => fields(at, part), object);
    const value = String(owner?.[parts.at(-1) ?? ''] ?? '');
    return operator === '!=' ? value !== wanted : value === wanted;
  });
}
