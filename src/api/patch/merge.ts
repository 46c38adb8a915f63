/** JSON merge patch (RFC 7386). */
import { clone, type Fields, isFields } from '../schema/fields.ts';

/** `target` with `patch` laid over it: objects merge, `null` removes, everything else (lists too) replaces. */
export function mergePatch<T>(target: T, patch: unknown): T {
  // Maps in a list lose what is null, too; elements stay (gopkg.in/evanphx/json-patch.v4: pruneNulls).
  if (Array.isArray(patch)) return patch.map((item) => (item === null ? null : mergePatch(undefined, item))) as T;
  if (!isFields(patch)) return clone(patch) as T;
  const out: Fields = isFields(target) ? clone(target) : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = mergePatch(out[key], value);
  }
  return out as T;
}
