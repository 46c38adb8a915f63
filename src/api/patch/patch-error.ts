import { type ApiError, apiError } from '../errors.ts';

/** A strategic merge patch that cannot be merged. */
export class PatchError extends Error {
  /** What the API server answers (staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go: interpretStrategicMergePatchError). */
  readonly refusal: ApiError;

  /** `isBadFormat`: the patch is malformed in itself, not only at odds with the object. */
  constructor(message: string, isBadFormat = false) {
    super(message);
    this.refusal = apiError(isBadFormat ? 'BadRequest' : 'Unknown', message);
  }
}
