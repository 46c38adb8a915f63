import type { EventObject, Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';
import { controllerEvent } from './controller-events.ts';

/** Back-off of the controller's queue (`client-go/util/workqueue/default_rate_limiters.go`). */
const FIRST_RETRY_MS = 5;
/** From the Pod's creation to the first attempt. */
const REACTION_MS = 2;

export interface ClaimOfDevices {
  name: string;
  resourceClaimName?: string;
  resourceClaimTemplateName?: string;
}

export const claimsOfDevices = (pod: Pod): ClaimOfDevices[] => (pod.spec['resourceClaims'] ?? []) as ClaimOfDevices[];

/** Why the kubelet cannot prepare the devices that a Pod claims; it asks before it makes the sandbox (`pkg/kubelet/cm/dra/manager.go: PrepareResources`). */
export function unpreparedClaim(pod: Pod, api: ApiServer): string | undefined {
  for (const { resourceClaimName: claim, resourceClaimTemplateName: template = '' } of claimsOfDevices(pod)) {
    if (claim !== undefined && api.object('ResourceClaim', claim) === undefined)
      return `fetch ResourceClaim ${claim}: resourceclaims.resource.k8s.io "${claim}" not found`;
    if (claim === undefined && api.object('ResourceClaimTemplate', template) === undefined)
      return `pod "${pod.metadata.namespace}/${pod.metadata.name}": ResourceClaim not created yet`;
  }
  return undefined;
}

/** Tells of a template of a claim that is missing, after longer and longer waits (`pkg/controller/resourceclaim/controller.go: syncPod`). */
export class ResourceClaims {
  readonly #world: World;
  readonly #api: ApiServer;

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    api.watchPod(({ type, pod, cause }) => {
      if (type === 'ADDED') this.#sync(pod, undefined, cause, REACTION_MS);
    });
  }

  #sync(pod: Pod, before: EventObject | undefined, cause: RecordId, afterMs: number): void {
    const claims = claimsOfDevices(pod).filter(({ resourceClaimTemplateName }) => resourceClaimTemplateName !== undefined);
    if (claims.length === 0) return;
    this.#world.queue.at(this.#world.nowMs + afterMs, () => {
      const missing = claims.find(({ resourceClaimTemplateName: name }) => this.#api.object('ResourceClaimTemplate', name ?? '') === undefined);
      const { metadata } = this.#api.pod ?? {};
      if (missing === undefined || metadata?.uid !== pod.metadata.uid || metadata?.deletionTimestamp !== undefined) return;
      const { name, resourceClaimTemplateName: template } = missing;
      const message = `PodResourceClaim ${name}: resource claim template "${template}": resourceclaimtemplate.resource.k8s.io "${template}" not found`;
      const event = { type: 'Warning', reason: 'FailedResourceClaimCreation', message, component: 'resource_claim' } as const;
      const said = controllerEvent(this.#world, this.#api, pod, event, `event/${name}/${pod.metadata.uid}`);
      const count = (before?.count ?? 0) + 1;
      const { metadata: first, firstTimestamp } = before ?? said;
      const object = { ...said, metadata: { ...first, resourceVersion: said.metadata.resourceVersion ?? '' }, firstTimestamp, count };
      this.#world.trace.add({ kind: 'Event', type: before ? 'MODIFIED' : 'ADDED', cause, rule: 'claims.sync', object });
      this.#sync(pod, object, cause, FIRST_RETRY_MS * 2 ** (count - 1));
    });
  }
}
