import type { InspectorTab } from '../../store/app-store.ts';

/** The inspector's tabs in order; the keys 1 to 9 open the first nine. */
export const INSPECTOR_TABS: readonly InspectorTab[] = ['why', 'events', 'findings', 'truths', 'watch', 'describe', 'logs', 'yaml', 'env', 'images', 'final'];
