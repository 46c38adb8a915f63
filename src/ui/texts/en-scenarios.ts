/** The words of the dialog of scenarios, which comes in a chunk of its own. */

export const scenariosTexts = {
  title: 'Scenarios',
  close: 'Close',
  search: 'Search scenarios',
  library: 'Library',
  drafts: 'Your drafts',
  draftsHint: 'Kept in this browser only (localStorage). A draft begins with your first edit.',
  none: 'No scenario matches.',
  savedAt: (when: string) => `saved ${when}`,
};
