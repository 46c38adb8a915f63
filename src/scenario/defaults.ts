/** What a visitor without a link sees: a cart that boots 25 s under a liveness probe that gives it about 9 s. */
import text from '../../scenarios/impatient-liveness.yaml?raw';

/** Its name in the library. */
export const DEFAULT_SCENARIO_NAME = 'impatient-liveness';

export const DEFAULT_SCENARIO_TEXT: string = text;
