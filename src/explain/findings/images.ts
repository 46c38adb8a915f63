/** Images that cannot be had, or are fetched more often than needed. */
import type { Scenario } from '../../model/scenario.ts';
import type { EventRecord, ImageRecord } from '../../model/trace.ts';
import { type ContainerHistory, containerOfEvent, type History, lastOf } from '../history.ts';
import { pullError } from '../tell/images.ts';
import type { Change } from '../types.ts';
import { at, listed, moments, plural, span } from '../texts/en/words.ts';
import { idsOf, pathOf, type Found, type Subject, writtenOf } from './subject.ts';

export function imageFindings(subject: Subject): Found[] {
  const { containers, volumeImages } = subject.history;
  const ofVolumes = notPulled(subject, { images: volumeImages });
  const ofContainers = containers.flatMap((container) => [
    ...latest(subject, container),
    ...notPulled(subject, container),
    ...eventFinding(subject, container, /ErrImageNeverPull|present with pull policy of Never/, neverPolicy),
    ...eventFinding(subject, container, /couldn't parse image name|InvalidImageName/, invalidName),
  ]);
  return [...ofVolumes, ...ofContainers];
}

function latest(subject: Subject, container: ContainerHistory): Found[] {
  const path = pathOf(subject, container.name);
  const image = container.spec?.image ?? '';
  const written = writtenOf(subject, container.name);
  const isLatest = /:latest$/.test(image) || !/:[^/]+$|@/.test(image);
  const pulls = container.images.filter(({ what }) => what === 'pullStart');
  if (path === undefined || !isLatest || container.spec?.imagePullPolicy !== 'Always' || pulls.length === 0 || written?.imagePullPolicy === 'Always') return [];
  const tookMs = container.images
    .filter(({ what }) => what === 'pullEnd')
    .reduce((sum, end) => sum + end.t - (lastOf(pulls, ({ id }) => id < end.id)?.t ?? end.t), 0);
  return [
    {
      kind: 'latest-always',
      severity: pulls.length > 1 ? 'problem' : 'hint',
      container: container.name,
      title: `${image} has ${image.endsWith(':latest') ? 'the tag latest' : 'no tag'}, so it is pulled at every start: ${plural(pulls.length, 'pull')} in this run.`,
      detail: 'The tag latest (or none) makes Always the default of imagePullPolicy. No restart works without the registry, and each may run another program.',
      facts: { pulls: pulls.length, tookMs },
      picture: { kind: 'count', label: `pulls, ${span(tookMs)} in all`, count: pulls.length },
      records: idsOf(container.images),
      change: {
        title: 'Set imagePullPolicy to IfNotPresent, better with a fixed tag',
        edits: [{ document: 'pod', path: `${path}.imagePullPolicy`, value: 'IfNotPresent' }],
      },
      alternatives: [],
    },
  ];
}

function notPulled(subject: Subject, { name, images }: { name?: string; images: readonly ImageRecord[] }): Found[] {
  const failed = images.filter(({ what, result }) => what === 'pullEnd' && result === 'failed');
  const last = failed.at(-1);
  if (!last) return [];
  const came = images.find(({ what, result }) => what === 'pullEnd' && result === 'ok');
  const change = registryChange(subject, last.image);
  const times = failed.map(({ t }) => t);
  const failedAt = times.length > MANY_ATTEMPTS ? moments(times) : `at ${listed(times.map((ms) => (ms / 1000).toFixed(1)))} s`;
  return [
    {
      kind: 'image-not-pulled',
      severity: 'problem',
      ...(name !== undefined && { container: name }),
      title: `${last.image}${name === undefined ? ', an image volume,' : ''} cannot be pulled: ${pullError(last.message ?? '')}.${came ? ` ${plural(failed.length, 'attempt')} failed, the one at ${at(came.t)} worked.` : ''}`,
      detail: `Attempts failed ${failedAt}. After each the kubelet waits 10, 20, 40 … 300 s, and for the sync that finds the wait over: ErrImagePull after an attempt, ImagePullBackOff while it waits. A repaired registry helps with the next attempt only${repairedWords(subject, last.image, came)}.`,
      facts: { attempts: failed.length },
      picture: { kind: 'count', label: 'failed pulls', count: failed.length },
      records: idsOf(failed),
      ...(change && { change }),
      alternatives: [],
    },
  ];
}

/** Up to so many attempts are told one by one: their distances are the point. */
const MANY_ATTEMPTS = 7;

/** How long the image was there before anybody asked for it again. */
function repairedWords({ scenario }: Subject, image: string, came: ImageRecord | undefined): string {
  const untilMs = entryOf(scenario, image)?.pullError?.untilMs;
  return untilMs === undefined || !came || came.t <= untilMs ? '' : `: it had the image at ${at(untilMs)}, ${span(came.t - untilMs)} earlier`;
}

/** The scenario's registry is part of the text: what it refuses can be had by an edit there. */
function registryChange({ scenario }: Subject, image: string): Change | undefined {
  const entry = entryOf(scenario, image);
  const index = entry ? scenario.images.indexOf(entry) : -1;
  return index < 0 ? undefined : { title: `Let the registry have ${image}`, edits: [{ document: 'scenario', path: `spec.images[${index}].pullError` }] };
}

function entryOf({ images }: Scenario, image: string) {
  return images.find((entry) => entry.pullError !== undefined && new RegExp(`^${entry.image.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`).test(image));
}

type Told = Pick<Found, 'kind' | 'title' | 'detail'> & { change?: Change };

function eventFinding(subject: Subject, container: ContainerHistory, message: RegExp, told: (path: string, image: string) => Told): Found[] {
  const events = eventsAbout(subject.history, container.name).filter(({ object }) => message.test(object.message));
  const path = pathOf(subject, container.name);
  if (events.length === 0 || path === undefined) return [];
  return [
    {
      severity: 'problem',
      container: container.name,
      facts: { attempts: events.at(-1)?.object.count ?? events.length },
      records: idsOf(events),
      alternatives: [],
      ...told(path, container.spec?.image ?? ''),
    },
  ];
}

function neverPolicy(path: string, image: string): Told {
  return {
    kind: 'image-never',
    title: `imagePullPolicy is Never, and ${image} is not on the node.`,
    detail: 'With Never the kubelet takes only what the node already has.',
    change: { title: 'Set imagePullPolicy to IfNotPresent', edits: [{ document: 'pod', path: `${path}.imagePullPolicy`, value: 'IfNotPresent' }] },
  };
}

function invalidName(path: string, image: string): Told {
  return {
    kind: 'image-name-invalid',
    title: `${image} is no valid image name: repositories are lower case.`,
    detail: 'The API server does not check image names; the kubelet finds out when it wants to pull.',
    change: { title: `Write ${image.toLowerCase()}`, edits: [{ document: 'pod', path: `${path}.image`, value: image.toLowerCase() }] },
  };
}

export function eventsAbout(history: History, container: string): EventRecord[] {
  return history.events.filter((record) => containerOfEvent(record) === container);
}
