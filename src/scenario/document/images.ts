/** `images`: what the registry and the node hold. */
import type { ImageEntry, PullError } from '../../model/scenario.ts';
import { bytes, duration, expected, flag, isObject, listOf, looseText, mapOf, record, text, withUndone, type Read } from './readers.ts';
import { command, signal } from './workload.ts';

const PULL_ERRORS = ['notFound', 'unauthorized', 'unreachable'] as const;

const pullErrorKind: Read<PullError> = (value, path, problems) => {
  const known = PULL_ERRORS.find((each) => each === value);
  if (known) return known;
  if (isObject(value) && Object.hasOwn(value, 'message')) {
    const read = record('a pull error', { message: text }, ['message'])(value, path, problems);
    return read?.message === undefined ? undefined : { message: read.message };
  }
  return expected('notFound, unauthorized, unreachable or {message: "…"}', value, path, problems);
};

/** `notFound`, `{message: …}`, or `{until: 200s, error: notFound}` for a registry that recovers. */
const pullError: Read<NonNullable<ImageEntry['pullError']>> = (value, path, problems) => {
  if (isObject(value) && (Object.hasOwn(value, 'until') || Object.hasOwn(value, 'error'))) {
    const read = record('a pull error', { until: duration, error: pullErrorKind }, ['error'])(value, path, problems);
    return read?.error === undefined ? undefined : { error: read.error, ...(read.until !== undefined && { untilMs: read.until }) };
  }
  const error = pullErrorKind(value, path, problems);
  return error === undefined ? undefined : { error };
};

const FIELDS = {
  image: text,
  onNode: flag,
  size: bytes,
  pull: duration,
  pullError,
  requiresSecret: flag,
  entrypoint: command,
  cmd: command,
  env: mapOf(looseText),
  workdir: text,
  user: looseText,
  stopSignal: signal,
  paths: listOf(text),
};

/** The fields of an entry that the text has, renamed; nothing is filled in. */
export const partialImage: Read<Partial<ImageEntry>> = (value, path, problems) => {
  const read = record('an image', FIELDS)(value, path, problems);
  if (!read) return undefined;
  const { size, pull, ...same } = read;
  return { ...same, ...(size !== undefined && { sizeBytes: size }), ...(pull !== undefined && { pullMs: pull }) };
};

/** One entry of `images`: on the node already, unless something is said about pulling it. */
export const imageEntry: Read<ImageEntry> = (value, path, problems) => {
  const read = partialImage(value, path, problems);
  if (!read) return undefined;
  if (read.image === undefined) {
    problems.add(path, 'an entry of `images` needs `image`', { help: 'Name the image as the Pod does; `*` stands for any characters.' });
    return undefined;
  }
  const isPulled = read.pullMs !== undefined || read.pullError !== undefined || read.requiresSecret === true;
  return { ...read, image: read.image, onNode: read.onNode ?? !isPulled, requiresSecret: read.requiresSecret ?? false };
};

/** The `set` of an action `image`: as an entry without its name. `pullError: null` says that the registry has recovered. */
export const imageChange: Read<Partial<ImageEntry>> = (value, path, problems) =>
  withUndone(partialImage(value, path, problems), value, { size: 'sizeBytes', pull: 'pullMs' });
