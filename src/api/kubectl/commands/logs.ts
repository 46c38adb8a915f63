/** `kubectl logs` (staging/src/k8s.io/kubectl/pkg/cmd/logs; pkg/kubelet/kubelet_pods.go: validateContainerLogStatus). */
import { parseDurationMs } from '../../../base/duration.ts';
import { parseRfc3339 } from '../../../base/timestamp.ts';
import { apiError } from '../../errors.ts';
import { goQuote } from '../../go-text.ts';
import { timeError } from '../../schema/decode.ts';
import { type Fields, fields, list, text } from '../../schema/fields.ts';
import { annotatedContainer, checkContainer, containerNames, firstContainer } from '../containers.ts';
import { ServerError, UsageError } from '../outcome.ts';
import { podOf } from '../pod-of.ts';
import type { LogLine, Session } from '../session.ts';
import { selected } from '../targets.ts';

export function logs(session: Session): void {
  const { options, words } = session;
  const selector = options.text('selector');
  if ((words.length === 0 && selector === undefined) || words.length > 2) {
    throw new UsageError(
      "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples",
    );
  }
  const container = options.text('container') ?? words[1];
  if (options.flag('all-containers') && container !== undefined)
    throw new UsageError(`--all-containers=true should not be specified with container name ${container}`);
  if (options.has('container') && words.length === 2) throw new UsageError('only one of -c or an inline [CONTAINER] arg is allowed');
  const since = options.text('since');
  if (since !== undefined && parseDurationMs(since.replace(/^-/, '')) === undefined)
    throw new UsageError(
      `invalid argument ${goQuote(since)} for "--since" flag: time: invalid duration ${goQuote(since)}\nSee 'kubectl logs --help' for usage.`,
    );
  const sinceTime = options.text('since-time');
  const unreadable = sinceTime === undefined || sinceTime === '' ? undefined : timeError(sinceTime);
  if (unreadable !== undefined) throw new UsageError(unreadable);
  if (since !== undefined && options.has('since-time')) throw new UsageError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (since?.startsWith('-')) throw new UsageError('--since must be greater than 0');
  if ((options.number('limit-bytes') ?? 0) < 0) throw new UsageError('--limit-bytes must be greater than 0');
  const tail = options.number('tail');
  if (tail !== undefined && tail < -1) throw new UsageError('--tail must be greater than or equal to -1');
  for (const pod of findPods(session, selector)) {
    const names = options.flag('all-containers') ? containerNames(pod) : [chosen(session, pod, container)];
    for (const name of names) printLog(session, pod, name, tail ?? (selector === undefined ? -1 : 10));
  }
}

function findPods(session: Session, selector: string | undefined): Fields[] {
  const kind = session.resource('pods');
  if (selector !== undefined) {
    const found = selected(session, kind, session.namespace);
    if (found.length === 0) session.out.note(`No resources found in ${session.namespace} namespace.`);
    return found;
  }
  const [word = ''] = session.words;
  try {
    return [podOf(session, word)];
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    throw new UsageError(`error from server (NotFound): ${error.message} in namespace ${goQuote(session.namespace)}`);
  }
}

function chosen(session: Session, pod: Fields, wanted: string | undefined): string {
  if (wanted !== undefined) return checkContainer(pod, wanted);
  const annotated = annotatedContainer(pod);
  if (annotated !== undefined) {
    if (containerNames(pod).includes(annotated)) return annotated;
    session.out.note(`Default container name ${goQuote(annotated)} not found in pod ${text(fields(pod, 'metadata'), 'name')}`);
  }
  const { name, note } = firstContainer(pod);
  if (note !== undefined) session.out.note(note);
  return name;
}

function printLog(session: Session, pod: Fields, container: string, tail: number): void {
  // Nobody holds the log of a Pod that has no node.
  if (text(fields(pod, 'spec'), 'nodeName') === '') return;
  const node = session.absentNode(pod);
  if (node !== undefined) throw new ServerError(apiError('NotFound', `pods ${goQuote(node)} not found`));
  const previous = session.options.flag('previous');
  const source = logSource(pod, container, previous);
  if ('refusal' in source) throw new ServerError(apiError('BadRequest', source.refusal));
  const lines = session.log(pod, container, source.containerID);
  session.out.stdout +=
    lines === undefined ? `unable to retrieve container logs for ${source.containerID}` : logText(session, lines, tail, prefixOf(session, pod, container));
}

/** The lines that were asked for, each with what stands before it (pkg/kubelet/kuberuntime/logs/logs.go). */
function logText({ options, server }: Session, lines: readonly LogLine[], tail: number, prefix: string): string {
  const since = options.text('since');
  const sinceTime = options.text('since-time');
  const fromMs = since !== undefined ? server.nowMs - (parseDurationMs(since) ?? 0) : sinceTime !== undefined ? parseRfc3339(sinceTime) : -Infinity;
  // The newest lines are counted first; a start time then only shortens them.
  const counted = tail < 0 ? lines : lines.slice(Math.max(0, lines.length - tail));
  const timestamps = options.flag('timestamps');
  const text = counted
    .filter(({ time }) => parseRfc3339(time) >= fromMs)
    .map(({ time, line }) => `${timestamps ? `${nanoseconds(time)} ` : ''}${line}\n`)
    .join('');
  const limit = options.number('limit-bytes');
  const limited = limit === undefined ? text : new TextDecoder().decode(new TextEncoder().encode(text).slice(0, limit));
  return prefix === '' ? limited : limited.replace(/^(?=.)/gm, prefix);
}

function prefixOf({ options }: Session, pod: Fields, container: string): string {
  return options.flag('prefix') ? `[pod/${text(fields(pod, 'metadata'), 'name')}/${container}] ` : '';
}

/** The kubelet always prints nine digits. */
const nanoseconds = (time: string): string =>
  time.replace(/(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/, (_all, digits: string | undefined, zone: string) => `.${(digits ?? '').padEnd(9, '0')}${zone}`);

/** Which instance's log is read, or why there is none. */
function logSource(pod: Fields, container: string, previous: boolean): { containerID: string } | { refusal: string } {
  const where = `container ${goQuote(container)} in pod ${goQuote(text(fields(pod, 'metadata'), 'name'))}`;
  const status = fields(pod, 'status');
  const found = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']
    .flatMap((name) => list(status, name))
    .find((entry) => entry['name'] === container);
  if (found === undefined) return { refusal: `${where} is not available` };
  const state = fields(found, 'state');
  const last = text(fields(fields(found, 'lastState'), 'terminated'), 'containerID');
  if (previous) return last === '' ? { refusal: `previous terminated ${where} not found` } : { containerID: last };
  const [running, terminated, waiting] = [fields(state, 'running'), fields(state, 'terminated'), fields(state, 'waiting')];
  if (running !== undefined) return { containerID: text(found, 'containerID') };
  if (terminated !== undefined) {
    const id = text(terminated, 'containerID') || last;
    return id === '' ? { refusal: `${where} is terminated` } : { containerID: id };
  }
  if (last !== '') return { containerID: last };
  const reason = text(waiting, 'reason');
  const why = { ErrImagePull: "image can't be pulled", ImagePullBackOff: 'trying and failing to pull image' }[reason] ?? reason;
  return { refusal: waiting === undefined ? `${where} is waiting to start - no logs yet` : `${where} is waiting to start: ${why}` };
}
