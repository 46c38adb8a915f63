/** AlwaysPullImages, off by default (plugin/pkg/admission/alwayspullimages/admission.go: Admit). */
import { type Fields, fields, list } from '../schema/fields.ts';

export function admitAlwaysPull(spec: Fields): void {
  for (const name of ['initContainers', 'containers', 'ephemeralContainers']) for (const container of list(spec, name)) container['imagePullPolicy'] = 'Always';
  for (const volume of list(spec, 'volumes')) {
    const image = fields(volume, 'image');
    if (image !== undefined) image['pullPolicy'] = 'Always';
  }
}
