/** The words around what kubectl prints, which comes in a chunk of its own. */

export const kubectlTexts = {
  output: (command: string) => `What ${command} prints at the playhead`,
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'The browser does not allow it',
  nothing: 'Nothing is printed at this moment.',
  noLines: 'Nothing has been logged at this moment.',
  noProcess: 'No container has been started at this moment.',
  container: 'Container',
  previous: 'Previous instance',
  timestamps: 'Timestamps',
  wholeObject: 'Whole object',
  changed: (time: string) => `Marked: what changed at ${time}`,
};
