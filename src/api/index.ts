/**
 * The API server as pure functions: what becomes of a Pod that is created, changed or deleted. kubectl and the whole
 * cluster are in `kubectl/`, which brings a YAML parser along; nothing here does.
 */
export { type ApiError, apiError, type FieldError, invalidError } from './errors.ts';
export { mergePatch } from './patch/merge.ts';
export { type AdmitContext, type Admitted, admitPod } from './pods/create.ts';
export { type DeleteOptions, type Deletion, deletePod, removeFinalizer } from './pods/delete.ts';
export { qosClass } from './pods/qos.ts';
export { strategicMergePatch, type UpdateOptions, updatePod } from './pods/update.ts';
export { canonical } from './schema/canonical.ts';
export { validatePod } from './validation/pod.ts';
export { validatePodUpdate } from './validation/update.ts';
