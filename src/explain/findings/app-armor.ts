/** Profiles of AppArmor that the node does not have, or has no AppArmor for. */
import type { Scenario } from '../../model/scenario.ts';
import { idsOf, type Found, type Subject } from './subject.ts';

/** `pkg/security/apparmor/validate.go: Validate`; containerd `internal/cri/sputil/apparmor_linux.go: GenerateApparmorSpecOpts` */
const NO_APPARMOR = /AppArmor is not enabled|apparmor (?:is not supported|profile not found (\S+))/;

export function appArmorFindings({ history, scenario, words: { starting } }: Subject): Found[] {
  const words = starting.appArmor;
  const events = history.events.filter(({ object }) => object.type === 'Warning' && NO_APPARMOR.test(object.message));
  const [first] = events;
  if (!first) return [];
  const missing = NO_APPARMOR.exec(first.object.message)?.[1];
  const named = profilesIn(scenario.pod);
  const loaded = scenario.cluster.node.appArmor?.profiles ?? [];
  const profiles = [...new Set([...loaded, ...named.map(({ profile }) => profile), missing])].filter((profile) => profile !== undefined);
  const value = profiles.length > 0 ? { profiles } : true;
  return [
    {
      kind: 'apparmor-missing',
      severity: 'problem',
      title: words.title(missing),
      detail: words.detail(missing),
      facts: {},
      records: idsOf(events),
      change: { title: words.change(missing), edits: [{ document: 'scenario', path: 'spec.cluster.node.appArmor', value }] },
      alternatives: named.length > 0 ? [{ title: words.drop, edits: named.map(({ path }) => ({ document: 'pod', path })) }] : [],
    },
  ];
}

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Where a Pod names its profiles, the old annotations included. `profile`: one that the node has to have. */
function profilesIn({ metadata, spec }: Scenario['pod']): { path: string; profile: string | undefined }[] {
  const lists = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map(({ securityContext }, index) => ({ path: `spec.${list}[${index}]`, securityContext })),
  );
  const fields = [{ path: 'spec', securityContext: spec['securityContext'] }, ...lists].flatMap(({ path, securityContext }) => {
    const profile = (securityContext as { appArmorProfile?: { localhostProfile?: string } } | undefined)?.appArmorProfile;
    return profile ? [{ path: `${path}.securityContext.appArmorProfile`, profile: profile.localhostProfile }] : [];
  });
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => key.startsWith(ANNOTATION));
  return [...fields, ...annotations.map(([key, value]) => ({ path: `metadata.annotations[${key}]`, profile: /^localhost\/(.*)/.exec(value)?.[1] }))];
}
