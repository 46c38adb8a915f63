/** `kubectl exec`, `attach`, `port-forward` as far as they get without a kubelet (staging/src/k8s.io/kubectl/pkg/cmd/exec, attach, portforward). */
import { type Fields, fields, text } from '../../schema/fields.ts';
import { goQuote } from '../../go-text.ts';
import { annotatedContainer, checkContainer, firstContainer } from '../containers.ts';
import type { ApiError } from '../../errors.ts';
import { type Outcome, UsageError } from '../outcome.ts';
import { podOf } from '../pod-of.ts';
import type { Session } from '../session.ts';

export function exec(session: Session): void {
  const [target = ''] = session.words;
  if (target === '') throw new UsageError('pod, type/name or --filename must be specified');
  if (session.rest.length === 0 && session.words.length < 2) throw new UsageError('you must specify at least one command for the container');
  if (session.rest.length === 0)
    throw new UsageError("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples");
  const pod = podOf(session, target);
  refuseCompleted(pod, 'exec into');
  const container = chooseContainer(session, pod);
  if (session.options.flag('tty')) session.out.note('Unable to use a TTY - input is not a terminal or the right kind of file');
  refuseUnreachable(session, pod);
  session.out.exec = { pod: text(fields(pod, 'metadata'), 'name'), container, command: [...session.rest] };
}

/** What became of a command in a container, as far as it is known. */
export interface Execution {
  /** Why it did not run: what the API server answers. */
  error?: Pick<ApiError, 'message'>;
  /** Undefined while it runs. */
  exitCode?: number;
  stdout?: string;
  stderr?: string;
}

const INTERNAL = 'Internal error occurred: ';

/**
 * What `kubectl exec` prints in the end, of what it has said before and what became of the command (`kubectl/pkg/cmd/util/helpers.go: checkErr`).
 * A refusal of the connection itself is told as that (`k8s.io/streaming/pkg/httpstream/spdy/roundtripper.go: NewConnection`).
 */
export function executed({ stdout, stderr }: Outcome, { error, ...ended }: Execution): Outcome {
  if (error !== undefined) {
    // The kubelet took the connection, and what the runtime then said comes back in it
    const isConnected = error.message.startsWith(INTERNAL);
    return { exitCode: 1, stdout, stderr: `${stderr}error: ${isConnected ? INTERNAL : 'unable to upgrade connection: '}${error.message}\n` };
  }
  const { exitCode = 0 } = ended;
  const failed = exitCode === 0 ? '' : `command terminated with exit code ${exitCode}\n`;
  return { exitCode, stdout: stdout + (ended.stdout ?? ''), stderr: stderr + (ended.stderr ?? '') + failed };
}

export function attach(session: Session): void {
  const [target = ''] = session.words;
  if (target === '') throw new UsageError('at least 1 argument is required for attach');
  const pod = podOf(session, target);
  refuseCompleted(pod, 'attach');
  chooseContainer(session, pod);
  session.out.note(
    'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.',
  );
  session.out.note("If you don't see a command prompt, try pressing enter.");
  refuseUnreachable(session, pod);
}

export function portForward(session: Session): void {
  const [target = '', ...ports] = session.words;
  if (target === '' || ports.length === 0)
    throw new UsageError("TYPE/NAME and list of ports are required for port-forward\nSee 'kubectl port-forward -h' for help and examples");
  const phase = text(fields(podOf(session, target), 'status'), 'phase');
  if (phase !== 'Running') throw new UsageError(`unable to forward port because pod is not running. Current status=${phase}`);
}

function refuseCompleted(pod: Fields, doing: string): void {
  const phase = text(fields(pod, 'status'), 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') throw new UsageError(`cannot ${doing} a container in a completed pod; current phase is ${phase}`);
}

function refuseUnreachable(session: Session, pod: Fields): void {
  if (text(fields(pod, 'spec'), 'nodeName') === '')
    throw new UsageError(`unable to upgrade connection: pod ${text(fields(pod, 'metadata'), 'name')} does not have a host assigned`);
  const node = session.absentNode(pod);
  if (node !== undefined) throw new UsageError(`unable to upgrade connection: pods ${goQuote(node)} not found`);
}

function chooseContainer(session: Session, pod: Fields): string {
  const wanted = session.options.text('container') ?? annotatedContainer(pod);
  if (wanted !== undefined) return checkContainer(pod, wanted);
  const { name, note } = firstContainer(pod);
  if (note !== undefined && !session.options.flag('quiet')) session.out.note(note);
  return name;
}
