/** Images that cannot be had, or are fetched more often than needed. */
import type { Scenario } from '../../model/scenario.ts';
import type { EventRecord, ImageRecord } from '../../model/trace.ts';
import { type ContainerHistory, containerOfEvent, type History, lastOf } from '../history.ts';
import { pullFaultOf } from '../messages.ts';
import type { Change } from '../types.ts';
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
  const words = subject.words.images.latest;
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
      severity: 'hint',
      container: container.name,
      title: words.title(image, pulls.length),
      detail: words.detail,
      facts: { pulls: pulls.length, tookMs },
      picture: { kind: 'count', label: words.count(tookMs), count: pulls.length },
      records: idsOf(container.images),
      change: {
        title: words.change,
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
  const words = subject.words.images.notPulled;
  return [
    {
      kind: 'image-not-pulled',
      severity: 'problem',
      ...(name !== undefined && { container: name }),
      title: words.title(last.image, name === undefined, pullFaultOf(last.message), came && { failed: failed.length, atMs: came.t }),
      detail: words.detail(
        failed.map(({ t }) => t),
        repaired(subject, last.image, came),
        pullFaultOf(last.message).what === 'unauthorized' ? passedOver(subject) : [],
      ),
      facts: { attempts: failed.length },
      picture: { kind: 'count', label: words.count, count: failed.length },
      records: idsOf(failed),
      ...(change && { change }),
      alternatives: [],
    },
  ];
}

/** The Pod's pull secrets whose type keeps them from counting, whatever is in them (`pkg/credentialprovider/secrets/secrets.go`). */
function passedOver({ history, scenario }: Subject): { name: string; type: string }[] {
  const named = (history.pod?.spec['imagePullSecrets'] ?? []) as { name?: string }[];
  const secrets = scenario.objects.filter(({ kind, metadata }) => kind === 'Secret' && named.some(({ name }) => name === metadata.name));
  return secrets
    .map(({ metadata, type }) => ({ name: metadata.name ?? '', type: typeof type === 'string' ? type : 'Opaque' }))
    .filter(({ type }) => !PULL_SECRETS.has(type));
}

const PULL_SECRETS: ReadonlySet<string> = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']);

/** Since when the image was there, and how long before anybody asked for it again. */
function repaired({ scenario }: Subject, image: string, came: ImageRecord | undefined): { atMs: number; earlierMs: number } | undefined {
  const untilMs = entryOf(scenario, image)?.pullError?.untilMs;
  return untilMs === undefined || !came || came.t <= untilMs ? undefined : { atMs: untilMs, earlierMs: came.t - untilMs };
}

/** The scenario's registry is part of the text: what it refuses can be had by an edit there. */
function registryChange({ scenario, words }: Subject, image: string): Change | undefined {
  const entry = entryOf(scenario, image);
  const index = entry ? scenario.images.indexOf(entry) : -1;
  return index < 0 ? undefined : { title: words.images.notPulled.change(image), edits: [{ document: 'scenario', path: `spec.images[${index}].pullError` }] };
}

function entryOf({ images }: Scenario, image: string) {
  return images.find((entry) => entry.pullError !== undefined && new RegExp(`^${entry.image.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`).test(image));
}

type Told = Pick<Found, 'kind' | 'title' | 'detail'> & { change?: Change };

function eventFinding(
  subject: Subject,
  container: ContainerHistory,
  message: RegExp,
  told: (words: Subject['words']['images'], path: string, image: string) => Told,
): Found[] {
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
      ...told(subject.words.images, path, container.spec?.image ?? ''),
    },
  ];
}

function neverPolicy({ never }: Subject['words']['images'], path: string, image: string): Told {
  return {
    kind: 'image-never',
    title: never.title(image),
    detail: never.detail,
    change: { title: never.change, edits: [{ document: 'pod', path: `${path}.imagePullPolicy`, value: 'IfNotPresent' }] },
  };
}

function invalidName({ invalid }: Subject['words']['images'], path: string, image: string): Told {
  const stray = /[^\w.\-/:@]/.exec(image)?.[0];
  const repaired = image
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/+(?=[:@]|$)/, '');
  return {
    kind: 'image-name-invalid',
    title: invalid.title(image, stray === undefined ? (/\/(?:[/:@]|$)/.test(image) ? 'empty part' : image === repaired ? 'other' : 'upper case') : { stray }),
    detail: invalid.detail,
    // Where a name is still to be filled in nobody knows it
    ...(stray === undefined &&
      repaired !== image && { change: { title: invalid.change(repaired), edits: [{ document: 'pod', path: `${path}.image`, value: repaired }] } }),
  };
}

export function eventsAbout(history: History, container: string): EventRecord[] {
  return history.events.filter((record) => containerOfEvent(record) === container);
}
