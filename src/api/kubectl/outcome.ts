/** What a kubectl command prints and how it fails (staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go: checkErr). */
import type { ApiError } from '../errors.ts';
import { goQuote } from '../go-text.ts';

export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** The command that the kubelet is now asked to run: what comes of it only a run can tell. */
  exec?: ExecRequest;
}

/** What `kubectl exec` asks the kubelet for. */
export interface ExecRequest {
  pod: string;
  container: string;
  command: string[];
}

/** A refusal without `error: ` before it. */
export class BareError extends Error {}

/** What a command says that is not told what it is about. */
export const NOTHING_NAMED = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** kubectl's own refusal; `text` is printed after `error: `. */
export class UsageError extends Error {}

/** Errors that belong together: one failure of the command, or all that there are (k8s.io/apimachinery/pkg/util/errors: Aggregate). */
export class SeveralErrors extends Error {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    const distinct = [...new Set(errors.map(({ message }) => message))];
    super(distinct.length === 1 ? distinct[0] : `[${distinct.join(', ')}]`);
    this.errors = errors;
  }
}

/** @throws {UsageError} for words behind a command that takes only flags. */
export function refuseWords({ words }: { words: readonly string[] }, command: string): void {
  if (words.length > 0) throw new UsageError(`Unexpected args: [${words.join(' ')}]\nSee 'kubectl ${command} -h' for help and examples`);
}

/** @throws {UsageError} for requests that name an address and not an object; only `get` takes those here. */
export function refuseRaw({ options }: { options: { has(name: string): boolean } }): void {
  if (options.has('raw')) throw new UsageError('--raw is covered here by get alone; name the object instead');
}

/** A refusal of the server, with what kubectl was doing: `error when creating "pod.yaml"`. */
export class ServerError extends Error {
  readonly error: ApiError;
  readonly doing: string;

  constructor(error: ApiError, doing = '') {
    super(error.message);
    this.error = error;
    this.doing = doing;
  }
}

/** Collects what a command prints. */
export class Output {
  stdout = '';
  stderr = '';
  /** A command that compares has found something, which is no error. */
  differs = false;
  exec: ExecRequest | undefined;
  readonly #warned = new Set<string>();
  readonly #errors: Error[] = [];

  line(text: string): void {
    this.stdout += `${text}\n`;
  }

  note(text: string): void {
    this.stderr += `${text}\n`;
  }

  /** The same warning is printed once. */
  warn(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.note(`Warning: ${text}`);
  }

  /** Remembers an error; the command goes on and fails at its end. */
  fail(error: Error): void {
    this.#errors.push(error);
  }

  get hasFailed(): boolean {
    return this.#errors.length > 0;
  }

  finish(): Outcome {
    const [first, ...others] = this.#errors;
    const alone = others.length === 0 ? first : undefined;
    if (alone !== undefined && !(alone instanceof SeveralErrors)) this.stderr += single(alone);
    // Of several each has a line of its own, even behind a line break.
    else
      for (const error of alone instanceof SeveralErrors ? alone.errors : this.#errors)
        this.stderr += `${error instanceof ServerError ? standardMessage(error) : error.message}\n`;
    const exec = this.hasFailed ? undefined : this.exec;
    return { exitCode: this.hasFailed || this.differs ? 1 : 0, stdout: this.stdout, stderr: this.stderr, ...(exec !== undefined && { exec }) };
  }
}

/** A lone refusal as Invalid has a form of its own, with one line per finding. */
function single(error: Error): string {
  if (!(error instanceof ServerError) || error.error.reason !== 'Invalid') return ended(standardMessage(error));
  const { details, causes, message } = error.error;
  if (details === undefined) return `The request is invalid: ${message}\n`;
  const heading = details.kind === '' ? 'The request is invalid' : `The ${details.kind} ${goQuote(details.name)} is invalid`;
  const lines = [...new Set(causes.map(({ field, message: body }) => (field === '' ? body : `${field}: ${body}`)))];
  if (lines.length === 0) return `${heading}\n`;
  return lines.length === 1 ? `${heading}: ${lines[0]}\n` : `${heading}: \n${lines.map((line) => `* ${line}\n`).join('')}`;
}

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

export function standardMessage(error: Error): string {
  if (error instanceof BareError) return error.message;
  if (!(error instanceof ServerError)) return error.message.startsWith('error: ') ? error.message : `error: ${error.message}`;
  const { reason, message } = error.error;
  const doing = error.doing === '' ? '' : `${error.doing}: `;
  return `Error from server${reason === 'Unknown' ? '' : ` (${reason})`}: ${doing}${message}`;
}
