/** What the frame of the page says, in English. Kubernetes' own names, reasons and messages are not translated anywhere. */
import { catalogue } from './language.ts';

export const en = catalogue('frame', {
  appName: 'Podloupe',
  simulating: 'Simulating',

  header: {
    scenarios: 'Scenarios',
    compare: 'Compare',
    compareHint: 'Compare with another run (C)',
    leaveCompareHint: 'Leave the comparison (C)',
    present: 'Present',
    presentHint: 'Present the story of this run, one claim at a time (P)',
    share: 'Share',
    shareHint: 'A link, a QR code, a report, or HTML to embed (S)',
    shared: 'Link copied',
    export: 'Export',
    exportHint: 'Export the run as a picture, table or trace (E)',
    theme: {
      system: 'Theme: as the system',
      light: 'Theme: light',
      dark: 'Theme: dark',
      contrast: 'Theme: high contrast',
      projector: 'Theme: projector',
    },
    themeHint: 'Switch the theme (T)',
    settings: 'Settings',
    keys: 'Keyboard shortcuts',
    keysHint: 'Keyboard shortcuts (?)',
    editor: 'Editor',
    editorHint: 'Show or hide the editor (\\)',
    untitled: 'Untitled scenario',
  },

  editor: {
    label: 'Scenario text',
    open: 'Open the editor',
    rail: 'pod.yaml',
    tabs: { pod: 'Pod', scenario: 'Scenario', form: 'Form' },
    podField: 'Pod manifest, YAML',
    scenarioField: 'Scenario document, YAML',
    leaveHint: 'Press Control+M, then Tab, to leave the editor.',
    noScenario:
      'This text has no Scenario document. It says what the manifest cannot: how long programs take to boot, what they answer, and what happens to the Pod.',
    addScenario: 'Add a Scenario document',
    line: (line: number) => `Line ${line}`,
    tabLine: (tab: string, line: number) => `${tab}, line ${line}`,
    resize: 'Width of the editor',
  },

  failure: {
    title: 'Podloupe has failed',
    help: 'This is a mistake in the program, not in your text. Reload the page; your draft is kept in this browser.',
    notLoaded:
      'A part of the page could not be loaded: there is no network, or a newer version is in place. Reload the page; your draft is kept in this browser.',
    reload: 'Reload',
    text: 'Your text',
  },

  notice: { dismiss: 'Dismiss' },
});

export type Texts = typeof en;
