/** The mutating plugins that touch a Pod, in the API server's order (pkg/kubeapiserver/options/plugins.go: AllOrderedPlugins). */
import type { Fields } from '../schema/fields.ts';
import { admitAlwaysPull } from './always-pull-images.ts';
import type { AdmissionContext, AdmissionStep } from './context.ts';
import { admitLimitRanges } from './limit-ranger.ts';
import { admitPriority } from './priority.ts';
import { admitRuntimeClass } from './runtime-class.ts';
import { admitServiceAccount } from './service-account.ts';
import { admitDefaultTolerations } from './tolerations.ts';

/** Changes `meta` and `spec` in place; throws `AdmissionError` where a plugin refuses. */
export function admitNewPod(meta: Fields, spec: Fields, context: AdmissionContext): void {
  const done = (plugin: AdmissionStep) => context.onStep?.(plugin, meta, spec);
  admitLimitRanges(meta, spec, context);
  done('LimitRanger');
  admitServiceAccount(meta, spec, context);
  done('ServiceAccount');
  if (context.admissionPlugins.includes('AlwaysPullImages')) admitAlwaysPull(spec);
  done('AlwaysPullImages');
  admitPriority(meta, spec, context);
  done('Priority');
  admitDefaultTolerations(spec);
  done('DefaultTolerationSeconds');
  admitRuntimeClass(meta, spec, context);
  done('RuntimeClass');
}
