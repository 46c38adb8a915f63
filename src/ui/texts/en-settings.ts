/** The words of the settings, which come in a chunk of their own. */
import { catalogue } from './language.ts';

export const settingsTexts = catalogue('settings', {
  title: 'Settings',
  close: 'Close',
  language: 'Language',
  languageHint: 'The page is loaded anew; your work stays. Kubernetes’ own words, messages and the references of the documentation are in English.',
  theme: 'Theme',
  themes: { system: 'as the system', light: 'light', dark: 'dark', contrast: 'high contrast', projector: 'projector' },
  themeHint: 'Projector: stronger colours, everything larger.',
  density: 'Density of the lanes',
  clock: 'Times',
  clocks: { run: 'seconds since the Pod was created', wall: 'wall clock, UTC' },
  motion: 'Motion',
  motions: { system: 'as the system', less: 'none' },
  lineHints: 'Hints in the text',
  lineHintsOptions: { shown: 'beside probes and hooks', hidden: 'none' },
  keys: 'Keys',
  single: 'single letters, digits and signs are keys',
  allKeys: 'All keys…',
  privacy: 'Privacy',
  privacyText:
    'Nothing leaves this browser: the simulation runs here, links carry the scenario behind #, which browsers do not send, and the page asks no other address for anything. Drafts and settings are kept in this browser only.',
  forget: 'Forget everything kept here',
});
