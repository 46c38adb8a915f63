/** The words around what kubectl prints, which comes in a chunk of its own. */
import { catalogue } from './language.ts';

export const kubectlTexts = catalogue('kubectl', {
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
  view: 'What to get',
  another: 'Another kubectl command',
  /** Under a command that does more than look. */
  beyond: {
    changes: 'This changes a copy of the cluster of this moment. What is to happen to the run itself is chosen with What if… (I).',
    shell: 'There is no shell here: only kubectl is asked, without what follows a sign like | or >.',
    inside: 'What would go on in the container from here is not shown; exec runs a command in it.',
    exec: 'In a copy of the run at this moment.',
    bareShell: "Nobody can type into a shell here; sh -c '…' takes a line to run.",
    endless: 'It still runs after 10 min; only what a command has printed when it ends is shown.',
  },
  /** A button beside `beyond.exec`, and what the notice then says. */
  execHere: 'Do it in this run',
  execAt: (command: string, time: string) => `exec ${command} at ${time}`,
  wide: 'Wide',
  wholeObject: 'Whole object',
  changed: (time: string) => `Marked: what changed at ${time}`,

  final: {
    command: 'podloupe explain',
    owners: 'Who set the fields',
    /** Behind a value. */
    owner: {
      manifest: 'manifest',
      defaults: 'default',
      admission: 'admission',
      kubectl: 'kubectl’s namespace',
      'api server': 'API server',
      scheduler: 'scheduler',
      kubelet: 'kubelet',
      'node controller': 'node controller',
      action: 'action',
    },
    written: (text: string) => `manifest: ${text}`,
    later: (who: string, time: string) => `${who}, ${time}`,
    /** A button that marks all lines of an owner. */
    share: (who: string, fields: number) => `${who} ${fields}`,
    shareHint: (who: string, fields: number) => `Mark what was set by: ${who} (${fields === 1 ? '1 field' : `${fields} fields`})`,
    noPod: 'The API server does not hold the Pod at this moment.',
  },
});
