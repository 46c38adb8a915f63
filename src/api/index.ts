/**
 * The API server as pure functions: what becomes of a Pod that is created, changed or deleted. kubectl and the whole
 * cluster are in `kubectl/`, which brings a YAML parser along; nothing here does.
 */
export { aggregateRequests } from './defaults/pod-spec.ts';
export { type ApiError, type FieldError, invalidError } from './errors.ts';
export { mergePatch } from './patch/merge.ts';
export { type AdmitContext, type Admitted, admitPod } from './pods/create.ts';
export { type DeleteOptions, type Deletion, deletePod, removeFinalizer } from './pods/delete.ts';
export { updateEphemeralContainers } from './pods/ephemeral.ts';
export { resizePod } from './pods/resize.ts';
export { resizeRefusal } from './admission/validating.ts';
export { strategicMergePatch, type UpdateOptions, updatePod } from './pods/update.ts';
export { addQuantities, compareQuantities, formatQuantity, type Quantity, quantity as exactQuantity } from './quantity.ts';
export { budgetErrors } from './validation/budgets.ts';
export { plainUpdateErrors } from './server/plain-updates.ts';
export { ROOT_CA } from './server/root-ca.ts';
export { KUBERNETES_ADDRESS, withClusterAddresses } from './server/service-network.ts';
