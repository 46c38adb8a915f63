/** The words of the menu of lanes, which comes in a chunk of its own. */
import { catalogue } from './language.ts';

export const laneTexts = catalogue('lane', {
  label: 'Lanes shown',
  classes: {
    conditions: 'Conditions',
    traffic: 'Traffic',
    events: 'Events',
    probes: 'Probes',
    status: 'API status',
    init: 'Init containers',
    sidecars: 'Sidecars',
  },
  all: 'Show all',
  kubelet: 'Kubelet (x-ray)',
  kubeletHint: 'Relists, syncs, versions of the status, Events: what the kubelet’s own parts do',
} as const);
