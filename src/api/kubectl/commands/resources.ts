/** `kubectl api-resources` and `api-versions` (staging/src/k8s.io/kubectl/pkg/cmd/apiresources): what a cluster of v1.36 serves. */
import { yamlText } from '../printing/yaml.ts';
import { UsageError } from '../outcome.ts';
import { alignTabs, TABLE_LAYOUT } from '../../printers/tabwriter.ts';
import type { Session } from '../session.ts';

/** By group and version: plural, short names, kind, and if they are not all or none, verbs and categories; an asterisk for kinds without a namespace. */
const SERVED = `
v1: bindings//Binding/create *componentstatuses/cs/ComponentStatus/get,list configmaps/cm/ConfigMap endpoints/ep/Endpoints events/ev/Event limitranges/limits/LimitRange *namespaces/ns/Namespace/create,delete,get,list,patch,update,watch *nodes/no/Node persistentvolumeclaims/pvc/PersistentVolumeClaim *persistentvolumes/pv/PersistentVolume pods/po/Pod//all podtemplates//PodTemplate replicationcontrollers/rc/ReplicationController//all resourcequotas/quota/ResourceQuota secrets//Secret serviceaccounts/sa/ServiceAccount services/svc/Service//all
admissionregistration.k8s.io/v1: *mutatingadmissionpolicies//MutatingAdmissionPolicy//api-extensions *mutatingadmissionpolicybindings//MutatingAdmissionPolicyBinding//api-extensions *mutatingwebhookconfigurations//MutatingWebhookConfiguration//api-extensions *validatingadmissionpolicies//ValidatingAdmissionPolicy//api-extensions *validatingadmissionpolicybindings//ValidatingAdmissionPolicyBinding//api-extensions *validatingwebhookconfigurations//ValidatingWebhookConfiguration//api-extensions
apiextensions.k8s.io/v1: *customresourcedefinitions/crd,crds/CustomResourceDefinition//api-extensions
apiregistration.k8s.io/v1: *apiservices//APIService//api-extensions
apps/v1: controllerrevisions//ControllerRevision daemonsets/ds/DaemonSet//all deployments/deploy/Deployment//all replicasets/rs/ReplicaSet//all statefulsets/sts/StatefulSet//all
authentication.k8s.io/v1: *selfsubjectreviews//SelfSubjectReview/create *tokenreviews//TokenReview/create
authorization.k8s.io/v1: localsubjectaccessreviews//LocalSubjectAccessReview/create *selfsubjectaccessreviews//SelfSubjectAccessReview/create *selfsubjectrulesreviews//SelfSubjectRulesReview/create *subjectaccessreviews//SubjectAccessReview/create
autoscaling/v2: horizontalpodautoscalers/hpa/HorizontalPodAutoscaler//all
batch/v1: cronjobs/cj/CronJob//all jobs//Job//all
certificates.k8s.io/v1: *certificatesigningrequests/csr/CertificateSigningRequest
coordination.k8s.io/v1: leases//Lease
discovery.k8s.io/v1: endpointslices//EndpointSlice
events.k8s.io/v1: events/ev/Event
flowcontrol.apiserver.k8s.io/v1: *flowschemas//FlowSchema *prioritylevelconfigurations//PriorityLevelConfiguration
networking.k8s.io/v1: *ingressclasses//IngressClass ingresses/ing/Ingress *ipaddresses/ip/IPAddress networkpolicies/netpol/NetworkPolicy *servicecidrs//ServiceCIDR
node.k8s.io/v1: *runtimeclasses//RuntimeClass
policy/v1: poddisruptionbudgets/pdb/PodDisruptionBudget
rbac.authorization.k8s.io/v1: *clusterrolebindings//ClusterRoleBinding *clusterroles//ClusterRole rolebindings//RoleBinding roles//Role
resource.k8s.io/v1: *deviceclasses//DeviceClass resourceclaims//ResourceClaim resourceclaimtemplates//ResourceClaimTemplate *resourceslices//ResourceSlice
scheduling.k8s.io/v1: *priorityclasses/pc/PriorityClass
storage.k8s.io/v1: *csidrivers//CSIDriver *csinodes//CSINode csistoragecapacities//CSIStorageCapacity *storageclasses/sc/StorageClass *volumeattachments//VolumeAttachment *volumeattributesclasses/vac/VolumeAttributesClass
`;

const ALL_VERBS = 'create,delete,deletecollection,get,list,patch,update,watch';

interface Resource {
  name: string;
  singularName: string;
  namespaced: boolean;
  /** Absent: the core group. */
  group?: string;
  version: string;
  kind: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
}

const listed = (text: string): string[] => (text === '' ? [] : text.split(','));

const resources = (): Resource[] =>
  SERVED.trim()
    .split('\n')
    .flatMap((line) => {
      const [where = '', names = ''] = line.split(': ');
      const [version = '', group] = where.split('/').reverse();
      return names.split(' ').map((each): Resource => {
        const [name = '', shortNames = '', kind = '', verbs = '', categories = ''] = each.replace('*', '').split('/');
        return {
          name,
          singularName: kind.toLowerCase(),
          namespaced: !each.startsWith('*'),
          ...(group !== undefined && { group }),
          version,
          kind,
          verbs: listed(verbs || ALL_VERBS),
          ...(shortNames !== '' && { shortNames: listed(shortNames) }),
          ...(categories !== '' && { categories: listed(categories) }),
        };
      });
    });

export function apiResources(session: Session): void {
  const { options, out } = session;
  refuseArguments(session, 'api-resources');
  const sortBy = options.text('sort-by') ?? '';
  if (!['', 'name', 'kind'].includes(sortBy)) throw new UsageError('--sort-by accepts only name or kind');
  const format = options.text('output') ?? '';
  if (!['', 'wide', 'name', 'json', 'yaml'].includes(format))
    throw new UsageError(`kubectl api-resources -o ${format} is not covered here; take wide, name, json or yaml`);
  const group = options.text('api-group');
  const key = ({ name, kind, group: of = '' }: Resource) => (sortBy === 'kind' ? kind : sortBy === 'name' ? name : of);
  const has = (all: readonly string[] = [], wanted: readonly string[]) => wanted.every((each) => all.includes(each));
  const found = resources()
    .filter((each) => group === undefined || group === (each.group ?? ''))
    .filter(({ namespaced }) => !options.has('namespaced') || options.flag('namespaced') === namespaced)
    .filter(({ verbs, categories }) => has(verbs, options.list('verbs')) && has(categories, options.list('categories')))
    .sort((a, b) => compared(key(a), key(b)) || compared(a.name, b.name));
  if (format === 'json' || format === 'yaml') {
    const whole = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources: found };
    out.stdout += format === 'json' ? `${JSON.stringify(whole, null, 4)}\n` : yamlText(whole);
    return;
  }
  if (format === 'name') {
    for (const each of found) out.line(each.group === undefined ? each.name : `${each.name}.${each.group}`);
    return;
  }
  const isWide = format === 'wide';
  const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(isWide ? ['VERBS', 'CATEGORIES'] : [])];
  const rows = found.map((each) => [
    each.name,
    (each.shortNames ?? []).join(','),
    each.group === undefined ? each.version : `${each.group}/${each.version}`,
    String(each.namespaced),
    each.kind,
    ...(isWide ? [each.verbs.join(','), (each.categories ?? []).join(',')] : []),
  ]);
  const lines = [...(options.flag('no-headers') ? [] : [header]), ...rows].map((cells) => cells.join('\t'));
  if (lines.length > 0) out.stdout += `${alignTabs(lines.join('\n'), TABLE_LAYOUT)}\n`;
}

export function apiVersions(session: Session): void {
  refuseArguments(session, 'api-versions');
  // Versions of which another one is preferred, or that have nothing of their own
  const others = ['autoscaling/v1', 'authentication.k8s.io/v1', 'authorization.k8s.io/v1'];
  const versions = resources().map(({ group, version }) => (group === undefined ? version : `${group}/${version}`));
  for (const each of [...new Set([...versions, ...others])].sort()) session.out.line(each);
}

function refuseArguments({ words }: Session, command: string): void {
  if (words.length > 0) throw new UsageError(`unexpected arguments: [${words.join(' ')}]\nSee 'kubectl ${command} -h' for help and examples`);
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
