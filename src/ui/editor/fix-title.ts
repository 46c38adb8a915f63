import type { Fix } from '../../model/diagnostics.ts';
import { footTexts } from '../texts/en-foot.ts';

/** What a click on the remedy of a problem does, in words. */
export function fixTitle(fix: Fix): string {
  if ('create' in fix) return footTexts.create(fix.create.kind, fix.create.name);
  if ('spaces' in fix) return footTexts.spaces;
  return footTexts.write('write' in fix ? fix.write : fix.replacement);
}
