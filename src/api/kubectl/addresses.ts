import { goQuote } from '../go-text.ts';
import { segmentErrors } from '../names.ts';
import type { Kind } from '../server/kinds.ts';

/**
 * Why the client makes no address of a namespace and a name, before any server is asked; undefined if it does
 * (k8s.io/client-go/rest/request.go: NamespaceIfScoped, Name; k8s.io/apimachinery/pkg/api/validation/path: IsValidPathSegmentName).
 */
export function addressRefusal(kind: Kind, namespace: string, name?: string): string | undefined {
  const faults = kind.namespaced ? segmentErrors(namespace) : [];
  if (faults.length > 0) return `invalid namespace ${goQuote(namespace)}: [${faults.join(' ')}]`;
  if (name === '') return 'resource name may not be empty';
  const ofName = name === undefined ? [] : segmentErrors(name);
  return ofName.length === 0 ? undefined : `invalid resource name ${goQuote(name ?? '')}: [${ofName.join(' ')}]`;
}
