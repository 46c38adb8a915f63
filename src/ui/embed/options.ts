/** How an embedded run looks: settings behind the payload of its fragment, beside those that every link has. */

/** `full`: all that the app has around the lanes; `transport`: play, step and the overview; `none`: the lanes alone. */
export type EmbedControls = 'full' | 'transport' | 'none';

export interface EmbedOptions {
  controls: EmbedControls;
  /** Whether the text can be seen and changed. */
  edit: boolean;
}

const CONTROLS: readonly EmbedControls[] = ['full', 'transport', 'none'];

/** Reads `&controls=none&edit=true`; what makes no sense is as if it were not there. */
export function embedOptions(fragment: string): EmbedOptions {
  const settings = new URLSearchParams(fragment.slice(fragment.indexOf('&') + 1));
  const controls = CONTROLS.find((each) => each === settings.get('controls')) ?? 'transport';
  return { controls, edit: settings.get('edit') === 'true' };
}

/** `&controls=none&edit=true`: what differs from the usual. */
export function formatEmbedOptions({ controls, edit }: EmbedOptions): string {
  return `${controls === 'transport' ? '' : `&controls=${controls}`}${edit ? '&edit=true' : ''}`;
}
