/** Kinds that a cluster serves and nothing here makes: whoever asks for them finds none, as in a cluster where nobody made one. */
import type { Kind } from './kinds.ts';

/**
 * From `kubectl api-resources` of v1.36: by group and version, plural, short names and kind; an asterisk for kinds without a namespace. Left out
 * are kinds of which every cluster has objects that are not known here, such as ClusterRoles.
 */
const SERVED = `
v1: endpoints/ep/Endpoints *persistentvolumes/pv/PersistentVolume
admissionregistration.k8s.io/v1: *mutatingadmissionpolicies//MutatingAdmissionPolicy *mutatingadmissionpolicybindings//MutatingAdmissionPolicyBinding *mutatingwebhookconfigurations//MutatingWebhookConfiguration *validatingadmissionpolicies//ValidatingAdmissionPolicy *validatingadmissionpolicybindings//ValidatingAdmissionPolicyBinding *validatingwebhookconfigurations//ValidatingWebhookConfiguration
apiextensions.k8s.io/v1: *customresourcedefinitions/crd,crds/CustomResourceDefinition
apps/v1: controllerrevisions//ControllerRevision
autoscaling/v2: horizontalpodautoscalers/hpa/HorizontalPodAutoscaler
certificates.k8s.io/v1: *certificatesigningrequests/csr/CertificateSigningRequest
coordination.k8s.io/v1: leases//Lease
networking.k8s.io/v1: *ingressclasses//IngressClass ingresses/ing/Ingress networkpolicies/netpol/NetworkPolicy
rbac.authorization.k8s.io/v1: rolebindings//RoleBinding roles//Role
resource.k8s.io/v1: *deviceclasses//DeviceClass resourceclaims//ResourceClaim resourceclaimtemplates//ResourceClaimTemplate *resourceslices//ResourceSlice
storage.k8s.io/v1: *csidrivers//CSIDriver csistoragecapacities//CSIStorageCapacity *storageclasses/sc/StorageClass *volumeattachments//VolumeAttachment *volumeattributesclasses/vac/VolumeAttributesClass
`;

export const OTHER_KINDS: readonly Kind[] = SERVED.trim()
  .split('\n')
  .flatMap((line) => {
    const [apiVersion = '', kinds = ''] = line.split(': ');
    return kinds.split(' ').map((each): Kind => {
      const [plural = '', shortNames = '', kind = ''] = each.replace('*', '').split('/');
      return {
        kind,
        apiVersion,
        plural,
        singular: kind.toLowerCase(),
        shortNames: shortNames === '' ? [] : shortNames.split(','),
        namespaced: !each.startsWith('*'),
      };
    });
  });
