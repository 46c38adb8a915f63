/** Image pulls in words. */
import type { ImageRecord } from '../../model/trace.ts';
import { containerOf, type History } from '../history.ts';
import { firstLine } from '../messages.ts';
import { at, joined, nth, span } from '../texts/en/words.ts';
import type { Said } from './said.ts';

/** A pull from start to end is one thing: told by either record. */
export function sayImage(history: History, record: ImageRecord): Said {
  const { container, image } = record;
  const all = containerOf(history, container)?.images ?? [];
  const start = record.what === 'pullStart' ? record : all.findLast(({ id, what }) => id < record.id && what === 'pullStart');
  const end = record.what === 'pullEnd' ? record : all.find(({ id, what }) => id > record.id && what === 'pullEnd');
  const attempt = all.filter(({ id, what }) => what === 'pullStart' && id <= record.id).length;
  const policy = containerOf(history, container)?.spec?.imagePullPolicy;
  const why = policy === 'Always' ? 'imagePullPolicy Always pulls at every start' : undefined;
  if (record.what === 'pullEnd' && record.result === 'failed') {
    return {
      question: `Why was ${image} not pulled at ${at(record.t)}?`,
      title: attempt > 1 ? `${nth(attempt)} pull of ${image} fails`.replace(/^./, (letter) => letter.toUpperCase()) : `The pull of ${image} fails`,
      detail: joined(pullError(record.message ?? ''), 'the next attempt waits for the image back-off of 10, 20, 40 … 300 s'),
    };
  }
  return {
    question: record.what === 'pullStart' ? `Why is ${image} pulled at ${at(record.t)}?` : `Why was ${image} there at ${at(record.t)}?`,
    title: `${image} is pulled`,
    detail: joined(start && end ? span(end.t - start.t) : 'the pull does not end in this run', why ?? (attempt > 1 ? undefined : 'it was not on the node')),
  };
}

/** The last part of containerd's chain of wrapped errors. */
export function pullError(message: string): string {
  if (/not found/.test(message)) return 'the registry does not have it';
  if (/401|403|unauthorized|authorization failed|pull access denied/i.test(message)) return 'the registry refuses without credentials';
  if (/no such host|i\/o timeout|connection refused|unreachable/i.test(message)) return 'the registry cannot be reached';
  return firstLine(message);
}
