import { apiError, type ApiError } from '../errors.ts';
import { goQuote } from '../go-text.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { type Fields, text } from '../schema/fields.ts';

/** What admission may look at besides the Pod. */
export interface AdmissionContext {
  namespace: string;
  /** All other objects of the cluster. A ServiceAccount `default` exists in every namespace even if it is not among them. */
  objects: readonly KubernetesObject[];
  /** Plugins that are on beyond the default set, such as `AlwaysPullImages`. */
  admissionPlugins: readonly string[];
  /** Tells generated names apart, e.g. the Pod's uid. */
  nameSubject: string;
  onStep?: OnStep;
}

/** Learns of the Pod after each step of its creation, to see what that step has changed. */
export type OnStep = (step: AdmissionStep, meta: Fields, spec: Fields) => void;

/** The steps that may change a new Pod; plugins under their own names. */
export type AdmissionStep =
  | 'defaults'
  | 'LimitRanger'
  | 'ServiceAccount'
  | 'AlwaysPullImages'
  | 'Priority'
  | 'DefaultTolerationSeconds'
  | 'RuntimeClass'
  | 'strategy';

/** A refusal by a plugin: thrown, and caught once around the chain. */
export class AdmissionError extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(error.message);
    this.error = error;
  }
}

/** `pods "NAME" is forbidden: TEXT` */
export function forbidden(meta: Fields, reason: string): AdmissionError {
  const name = text(meta, 'name') === '' ? text(meta, 'generateName') : text(meta, 'name');
  return new AdmissionError(apiError('Forbidden', `pods ${goQuote(name)} is forbidden: ${reason}`));
}

/** Objects of a kind; with a namespace only those in it. */
export function objectsOfKind(context: Pick<AdmissionContext, 'objects' | 'namespace'>, kind: string, namespaced: boolean): KubernetesObject[] {
  return context.objects.filter((object) => object.kind === kind && (!namespaced || (object.metadata.namespace ?? context.namespace) === context.namespace));
}
