/** Images that cannot be had, or are fetched more often than needed. */
import type { EventRecord } from '../../model/trace.ts';
import { type ContainerHistory, containerOfEvent, type History } from '../history.ts';
import { pullError } from '../tell/images.ts';
import type { Change, Finding } from '../types.ts';
import { plural, span } from '../words.ts';
import { idsOf, pathOf, type Subject, writtenOf } from './subject.ts';

export function imageFindings(subject: Subject): Finding[] {
  return subject.history.containers.flatMap((container) => [
    ...latest(subject, container),
    ...notPulled(subject, container),
    ...eventFinding(subject, container, /ErrImageNeverPull|present with pull policy of Never/, neverPolicy),
    ...eventFinding(subject, container, /couldn't parse image name|InvalidImageName/, invalidName),
  ]);
}

function latest(subject: Subject, container: ContainerHistory): Finding[] {
  const path = pathOf(subject, container.name);
  const image = container.spec?.image ?? '';
  const written = writtenOf(subject, container.name);
  const isLatest = /:latest$/.test(image) || !/:[^/]+$|@/.test(image);
  const pulls = container.images.filter(({ what }) => what === 'pullStart');
  if (path === undefined || !isLatest || container.spec?.imagePullPolicy !== 'Always' || pulls.length === 0 || written?.imagePullPolicy === 'Always') return [];
  const tookMs = container.images
    .filter(({ what }) => what === 'pullEnd')
    .reduce((sum, end) => sum + end.t - (pulls.findLast(({ id }) => id < end.id)?.t ?? end.t), 0);
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

function notPulled(subject: Subject, container: ContainerHistory): Finding[] {
  const failed = container.images.filter(({ what, result }) => what === 'pullEnd' && result === 'failed');
  const last = failed.at(-1);
  if (!last) return [];
  const came = container.images.find(({ what, result }) => what === 'pullEnd' && result === 'ok');
  const change = registryChange(subject, last.image);
  return [
    {
      kind: 'image-not-pulled',
      severity: 'problem',
      container: container.name,
      title: `${last.image} cannot be pulled: ${pullError(last.message ?? '')}.`,
      detail: `${plural(failed.length, 'attempt')} failed${came ? `, the one at ${span(came.t)} worked` : ''}. Between attempts the kubelet waits 10, 20, 40 … 300 s; a repaired registry helps at the next attempt only.`,
      facts: { attempts: failed.length },
      picture: { kind: 'count', label: 'failed pulls', count: failed.length },
      records: idsOf(failed),
      ...(change && { change }),
      alternatives: [],
    },
  ];
}

/** The scenario's registry is part of the text: what it refuses can be had by an edit there. */
function registryChange({ scenario }: Subject, image: string): Change | undefined {
  const index = scenario.images.findIndex(
    (entry) => entry.pullError !== undefined && new RegExp(`^${entry.image.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`).test(image),
  );
  return index < 0 ? undefined : { title: `Let the registry have ${image}`, edits: [{ document: 'scenario', path: `spec.images[${index}].pullError` }] };
}

type Told = Pick<Finding, 'kind' | 'title' | 'detail'> & { change?: Change };

function eventFinding(subject: Subject, container: ContainerHistory, message: RegExp, told: (path: string, image: string) => Told): Finding[] {
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
