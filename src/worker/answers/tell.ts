/** Why a record of a run is there. */
import { type Explanation, tell } from '../../explain/index.ts';
import type { Translation } from '../../explain/texts/translation.ts';
import type { RecordId } from '../../model/trace.ts';
import type { KeptRun } from './answer.ts';

export function toldOf({ trace, scenario }: KeptRun, record: RecordId, translation?: Translation): Explanation {
  return tell(trace, scenario, record, translation);
}
