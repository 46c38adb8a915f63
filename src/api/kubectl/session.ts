/** What every command works with: the cluster, the command line, the files, and where the output goes. */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { type Fields, fields, text } from '../schema/fields.ts';
import { findResource, type Kind, printedResource } from '../server/kinds.ts';
import type { ApiError } from '../errors.ts';
import { type ApiServer, type FieldValidation, notFound } from '../server/server.ts';
import { type Manifest, readManifests } from './manifests.ts';
import type { Options } from './options.ts';
import { Output, ServerError, UsageError } from './outcome.ts';
import { addressRefusal } from './addresses.ts';
import { type Format, type Printer, readFormat, WHOLE_FORMATS, wholePrinter } from './printing/formats.ts';
import { OwnList } from './printing/json.ts';
import { PrintError } from './printing/print-error.ts';

/** One line of a container's log. */
export interface LogLine {
  /** RFC 3339, up to nanoseconds. */
  time: string;
  /** Without the line break. */
  line: string;
}

/** What becomes of an object after the cluster's `now`. */
export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** RFC 3339. Ages are counted up to it. */
  at: string;
  object: KubernetesObject;
}

/** A field, or a type, as JSON Schema has it. */
export interface FieldSchema {
  description?: string | undefined;
  type?: string | readonly string[] | undefined;
  $ref?: string;
  items?: FieldSchema;
  additionalProperties?: FieldSchema | boolean;
  properties?: Readonly<Record<string, FieldSchema | undefined>>;
  required?: readonly string[];
  enum?: readonly unknown[];
}

/** What is known of the fields of each kind, as the OpenAPI schema of a server has it. */
export interface Documentation {
  definitions: Readonly<Record<string, FieldSchema | undefined>>;
}

export interface KubectlInput {
  /** Text of the files that `-f` may name. */
  files?: Readonly<Record<string, string | undefined>> | undefined;
  stdin?: string | undefined;
  /**
   * The log of a container instance, by the Pod's name and the id from the container's status; undefined once the instance
   * has been removed. Without it logs are empty.
   */
  logs?: ((podName: string, containerName: string, containerID: string) => readonly LogLine[] | undefined) | undefined;
  /** What `explain` reads. Without it nothing can be explained. */
  documentation?: Documentation | undefined;
  /** What `get --watch` sees, in order. Without it nothing changes. */
  changes?: readonly Change[] | undefined;
}

export class Session {
  readonly server: ApiServer;
  readonly options: Options;
  /** Without the command itself. */
  readonly words: readonly string[];
  readonly rest: readonly string[];
  readonly out = new Output();
  readonly namespace: string;
  readonly #input: KubectlInput;
  readonly #defaultNamespace: string;
  #format: Format = { name: '', argument: '' };
  #printer: Printer | undefined;
  #together: unknown[] | undefined;

  constructor(server: ApiServer, options: Options, words: readonly string[], rest: readonly string[], defaultNamespace: string, input: KubectlInput) {
    this.server = server;
    this.options = options;
    this.words = words;
    this.rest = rest;
    // An empty one is none
    this.namespace = options.text('namespace') || defaultNamespace;
    this.#input = input;
    this.#defaultNamespace = defaultNamespace;
  }

  get dryRun(): 'none' | 'client' | 'server' {
    const value = this.options.text('dry-run');
    if (value === undefined || value === 'none') return 'none';
    if (value === 'server' || value === 'client') return value;
    throw new UsageError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }

  get fieldValidation(): FieldValidation {
    const value = this.options.text('validate') ?? 'true';
    if (value === 'true' || value === 'strict') return 'Strict';
    if (value === 'warn') return 'Warn';
    if (value === 'false' || value === 'ignore') return 'Ignore';
    throw new UsageError(`invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)`);
  }

  get writeOptions(): { dryRun: boolean; fieldValidation: FieldValidation } {
    return { dryRun: this.dryRun === 'server', fieldValidation: this.fieldValidation };
  }

  /** ` (server dry run)` behind what would have been done. */
  get dryRunSuffix(): string {
    return { none: '', client: ' (dry run)', server: ' (server dry run)' }[this.dryRun];
  }

  /** The text of a file if there is one, or of the standard input for `-`. */
  content(name: string): string | undefined {
    return name === '-' ? (this.#input.stdin ?? '') : this.#input.files?.[name];
  }

  /** The text of a file, or of the standard input for `-`. */
  file(name: string): string {
    const content = this.content(name);
    if (content === undefined) throw new UsageError(`the path "${name}" does not exist`);
    return content;
  }

  /** The objects of all `-f`; what cannot be read fails the command at its end. */
  manifests(): Manifest[] {
    return [...this.eachManifest()];
  }

  /** The same without the namespace of the command line. */
  manifestsAsWritten(): Manifest[] {
    return this.manifests().map((manifest) => ({ ...manifest, object: manifest.written }));
  }

  /** The same one by one, so that failures stay in the order of the documents. */
  *eachManifest(): Generator<Manifest> {
    const names = this.options.list('filename');
    if (names.length === 0) throw new UsageError('must specify one of -f and -k');
    const contents = names.map((name) => this.file(name));
    for (const [i, content] of contents.entries()) {
      for (const result of readManifests(content, names[i] === '-' ? 'STDIN' : (names[i] ?? ''), this.fieldValidation)) {
        if ('error' in result) this.out.fail(result.error);
        else if (this.#checkNamespace(result.manifest)) yield result.manifest;
      }
    }
  }

  #checkNamespace({ kind, object }: Manifest): boolean {
    const stated = text(fields(object, 'metadata'), 'namespace');
    const wanted = this.options.text('namespace');
    if (!kind.namespaced) return true;
    if (wanted !== undefined && stated !== '' && stated !== wanted) {
      this.out.fail(
        new UsageError(
          `the namespace from the provided object "${stated}" does not match the namespace "${wanted}". You must pass '--namespace=${stated}' to perform this operation.`,
        ),
      );
      return false;
    }
    if (stated === '') object['metadata'] = { ...fields(object, 'metadata'), namespace: this.namespace };
    return true;
  }

  /** The node of a Pod if nobody stands for its kubelet: neither an object nor whoever keeps the logs. */
  absentNode(pod: Fields): string | undefined {
    const node = text(fields(pod, 'spec'), 'nodeName');
    const isThere = this.#input.logs !== undefined || this.server.get(this.resource('nodes'), '', node) !== undefined;
    return node === '' || isThere ? undefined : node;
  }

  log(pod: Fields, container: string, containerID: string): readonly LogLine[] | undefined {
    if (this.#input.logs === undefined) return [];
    return this.#input.logs(text(fields(pod, 'metadata'), 'name'), container, containerID);
  }

  get documentation(): Documentation {
    return this.#input.documentation ?? { definitions: {} };
  }

  get changes(): readonly Change[] {
    return this.#input.changes ?? [];
  }

  namespaceOf({ kind, object }: Manifest): string {
    return kind.namespaced ? text(fields(object, 'metadata'), 'namespace') : '';
  }

  /** Reads `-o` of a command that changes things, before it changes anything. @throws {UsageError} */
  readOutput(): void {
    this.#format = readFormat(this, WHOLE_FORMATS);
    if (this.#format.name !== '' && this.#format.name !== 'name') this.#printer = wholePrinter(this, this.#format);
  }

  /** From now on objects that are reported are printed together at the end. */
  printTogether(): void {
    this.#together = [];
  }

  /** Prints what was reported since `printTogether`: one object as it is, several as a list. */
  finishPrinting(): void {
    const objects = this.#together ?? [];
    if (this.#printer !== undefined && objects.length > 0) this.print(this.#printer, objects.length === 1 ? objects[0] : new OwnList(objects));
  }

  /** Says what was done to an object, or prints it if `-o` asks for that. */
  report(kind: Kind, object: Fields | KubernetesObject, done: string, suffix = this.dryRunSuffix): void {
    const name = text(fields(object, 'metadata'), 'name');
    if (this.#printer !== undefined) {
      if (this.#together === undefined) this.print(this.#printer, object);
      else this.#together.push(object);
    } else if (this.#format.name === 'name') this.out.line(`${printedResource(kind)}/${name}`);
    else this.out.line(`${printedResource(kind)}/${name} ${done}${suffix}`);
  }

  print(printer: Printer, whole: unknown): void {
    try {
      this.out.stdout += printer(whole);
    } catch (error) {
      if (error instanceof PrintError) this.out.stdout += error.printed;
      throw error;
    }
  }

  /** @throws {UsageError} for a namespace or a name that the client makes no address of. */
  checkAddress(kind: Kind, name: string, namespace = this.namespace): void {
    const refusal = addressRefusal(kind, namespace, name);
    if (refusal !== undefined) throw new UsageError(refusal);
  }

  /** The object, or the server's refusal thrown. */
  find(kind: Kind, name: string, namespace = this.namespace): KubernetesObject {
    this.checkAddress(kind, name, namespace);
    const object = this.server.get(kind, namespace, name);
    if (object === undefined) throw new ServerError(this.missing(kind, name, namespace));
    return object;
  }

  /**
   * What is said of an object that is not there: that its namespace is not there either, if so (cli-runtime/pkg/resource/visitor.go: Info.Get).
   * The namespace that commands are in is taken to exist.
   */
  missing(kind: Kind, name: string, namespace = this.namespace): ApiError {
    const missingNamespace = kind.namespaced && namespace !== this.#defaultNamespace ? this.server.missingNamespace(namespace) : undefined;
    return missingNamespace ?? notFound(kind, name);
  }

  /** `pod web`, `pod/web`, `pods/web`: kind and name of one object. */
  target(words: readonly string[] = this.words): { kind: Kind; name: string } {
    const [first = '', second] = words;
    const [resource = '', name, more] = first.includes('/') ? first.split('/') : [first, second];
    if (more !== undefined) throw new UsageError('arguments in resource/name form may not have more than one slash');
    if (first.includes('/') && (resource === '' || name === '')) throw new UsageError('arguments in resource/name form must have a single resource and name');
    const kind = this.resource(resource);
    if (name === undefined) throw new UsageError('resource(s) were provided, but no name was specified');
    return { kind, name };
  }

  resource(name: string): Kind {
    const kind = findResource(name);
    if (kind === undefined) throw new UsageError(`the server doesn't have a resource type "${name.split('.')[0] ?? ''}"`);
    if (name.toLowerCase() === 'ev') this.out.warn('short name "ev" could also match lower priority resource events.events.k8s.io');
    if (kind.kind === 'Endpoints') this.out.warn('v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice');
    return kind;
  }
}
