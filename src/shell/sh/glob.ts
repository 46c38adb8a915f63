import type { Process } from '../process.ts';
import { compareText } from '../text.ts';
import type { Field } from './fields.ts';
import { hasPattern, matchesPattern, unescapePattern } from './pattern.ts';

/** Paths that match a field's pattern, sorted; the field's own text if there are none. `withDots`: `.*` matches `.` and `..`, as it does not in Bash. */
export function expandFileNames(process: Process, field: Field, withDots: boolean): string[] {
  const absolute = field.pattern.startsWith('/');
  const names = field.pattern.split('/').filter((name, index, all) => name !== '' || index === all.length - 1);
  let found = [absolute ? '/' : ''];
  for (const [index, pattern] of names.entries()) {
    const last = index === names.length - 1;
    const next: string[] = [];
    for (const base of found) {
      if (pattern === '') next.push(base);
      else if (!hasPattern(pattern)) {
        const path = base + unescapePattern(pattern);
        if (process.fs.find(path, process.cwd, false)) next.push(last ? path : `${path}/`);
      } else {
        for (const name of matches(process, base === '' ? '.' : base, pattern, withDots)) {
          const path = base + name;
          if (last) next.push(path);
          else if (process.fs.find(path, process.cwd)?.kind === 'dir') next.push(`${path}/`);
        }
      }
    }
    found = next;
  }
  return found.length > 0 ? found : [field.text];
}

function matches(process: Process, directory: string, pattern: string, withDots: boolean): string[] {
  const node = process.fs.find(directory, process.cwd);
  if (node?.kind !== 'dir') return [];
  const hidden = pattern.startsWith('.');
  return [...(hidden && withDots ? ['.', '..'] : []), ...node.names()]
    .filter((name) => (hidden || !name.startsWith('.')) && matchesPattern(pattern, name))
    .sort(compareText);
}
