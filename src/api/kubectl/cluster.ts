/** A cluster without a kubelet, and the kubectl of whoever has added its commands. */
import { parseRfc3339, DEFAULT_CREATED_AT_MS } from '../../base/timestamp.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { fields, text } from '../schema/fields.ts';
import { findKind, findResource } from '../server/kinds.ts';
import { ApiServer } from '../server/server.ts';
import { commands } from './commands/index.ts';
import { readManifests } from './manifests.ts';
import { Options, parseCommandLine } from './options.ts';
import { type Outcome, Output, UsageError } from './outcome.ts';
import { type KubectlInput, Session } from './session.ts';
import { suggestions } from './suggestions.ts';

export type { Change, KubectlInput, LogLine } from './session.ts';
export type { Outcome } from './outcome.ts';

export interface ClusterSettings {
  /** YAML of objects that exist from the start: with a uid as they are, status included, else as if they had been created. */
  setup?: string | undefined;
  /** The default namespace of kubectl. */
  namespace?: string | undefined;
  /** An RFC 3339 time that stands still. */
  now?: string | undefined;
}

export interface Cluster {
  /** Carries out `kubectl ARGS`. */
  kubectl(args: readonly string[], input?: KubectlInput): Outcome;
  /** Puts objects in as they are, status included, without admission. */
  restore(objects: readonly KubernetesObject[]): void;
  /** The object as the API server holds it. `kind` as in a manifest or on a command line. */
  get(kind: string, name: string, namespace?: string): KubernetesObject | undefined;
}

/** Throws if `setup` cannot be read or `now` is not a time. */
export function createCluster({ setup = '', namespace = 'default', now }: ClusterSettings = {}): Cluster {
  const nowMs = now === undefined ? DEFAULT_CREATED_AT_MS : parseRfc3339(now);
  if (Number.isNaN(nowMs)) throw new Error(`now: ${now ?? ''} is not a time like 2026-01-01T00:00:00Z`);
  const server = new ApiServer(nowMs);
  for (const result of readManifests(setup, 'setup', 'Strict')) {
    if ('error' in result) throw result.error;
    const { kind, object } = result.manifest;
    const meta = fields(object, 'metadata') ?? {};
    if (text(meta, 'uid') !== '') {
      server.restore(object as KubernetesObject, namespace);
      continue;
    }
    const answer = server.create(kind, text(meta, 'namespace') || namespace, object, { dryRun: false, fieldValidation: 'Strict' });
    if ('error' in answer) throw new Error(`setup: ${answer.error.message}`);
  }
  return {
    kubectl: (args, input = {}) => run(server, args, namespace, input),
    restore: (objects) => {
      for (const object of objects) server.restore(object, namespace);
    },
    get: (name, objectName, inNamespace = namespace) => {
      const kind = findResource(name) ?? findKind('v1', name);
      return kind === undefined ? undefined : server.get(kind, inNamespace, objectName);
    },
  };
}

/** Commands that only the real kubectl has. */
const NOT_COVERED = new Set(
  'alpha auth autoscale certificate cluster-info completion config cordon cp drain edit expose help kuberc kustomize options plugin proxy taint uncordon'.split(
    ' ',
  ),
);

const byAction = (action: string): string => `an action \`do: ${action}\` of the Scenario does it to the run`;

/** What does instead of a command: for those that change the node what a scenario does, so that the run goes on from there. */
const INSTEAD: Readonly<Record<string, string>> = {
  cordon: byAction('node-cordon'),
  uncordon: byAction('node-uncordon'),
  drain: byAction('node-drain'),
  taint: byAction('node-taint'),
  edit: 'kubectl patch, set and apply change an object',
  cp: 'kubectl exec POD -- cat FILE shows a file',
  expose: 'kubectl create service makes one',
};

/** Why a command is not carried out, and what does instead. */
export function notCovered(args: readonly string[]): string {
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  const instead = INSTEAD[command];
  return instead === undefined ? 'is not covered' : `is not covered: ${instead}`;
}

/** Whether a command line asks for a command of the real kubectl that is missing here. */
export function isNotCovered(args: readonly string[]): boolean {
  const command = args.find((arg) => !arg.startsWith('-'));
  return command !== undefined && NOT_COVERED.has(command);
}

function run(server: ApiServer, args: readonly string[], namespace: string, input: KubectlInput): Outcome {
  let out = new Output();
  try {
    const { words, rest, options } = parseCommandLine(args);
    const [command = '', ...others] = words;
    const session = new Session(server, new Options(options), others, rest, namespace, input);
    out = session.out;
    const carryOut = commands()[command];
    if (carryOut === undefined) {
      if (command !== '' && !NOT_COVERED.has(command)) throw new UsageError(`unknown command "${command}" for "kubectl"${suggestions(command)}`);
      if (INSTEAD[command] !== undefined) throw new UsageError(`"kubectl ${command}" ${notCovered(args)}`);
      throw new UsageError(`"${`kubectl ${command}`.trim()}" is not covered here; there is ${Object.keys(commands()).join(', ')}`);
    }
    carryOut(session);
  } catch (error) {
    if (!(error instanceof Error) || error.constructor === TypeError || error.constructor === RangeError) throw error;
    out.fail(error);
  }
  return out.finish();
}
