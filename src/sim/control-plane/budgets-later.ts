/** Budgets as the page has them: their rules are loaded with the first PodDisruptionBudget. */
import type { ApiError } from '../../api/index.ts';
import { NotLoadedError } from '../../base/not-loaded.ts';
import type { Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';

let loaded: typeof import('./budgets.ts') | undefined;

const load = async () => {
  loaded = await import('./budgets.ts');
};

export class Budgets {
  readonly #budgets: { refusal(pod: Pod, cause: RecordId): ApiError | undefined } | undefined;

  constructor(world: World, api: ApiServer) {
    this.#budgets = loaded && new loaded.Budgets(world, api);
    const need = (kind: string) => {
      if (kind === 'PodDisruptionBudget' && !loaded) throw new NotLoadedError(load);
    };
    for (const { kind } of api.objects) need(kind);
    api.watchObjects(need);
  }

  refusal(pod: Pod, cause: RecordId): ApiError | undefined {
    return this.#budgets?.refusal(pod, cause);
  }
}
