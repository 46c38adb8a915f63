/** The words of the inspector's panes, which come in a chunk of their own after the first run is painted. */
import { clockSeconds } from '../format.ts';
import { catalogue } from './language.ts';

export const inspectorTexts = catalogue('inspector', {
  why: {
    nothingSelected: 'Select a mark in the timeline or a row of Events to see what led to it.',
    ofItself: 'A timer of the kubelet’s led to it: nothing in this run.',
    steps: 'What led to it, earliest cause first',
    facts: 'Facts',
    source: 'Source',
    documentation: 'Kubernetes docs',
    time: 'Time',
    measured: 'Measured on a real kubelet. What led to it was not recorded.',
    whyNot: 'Why not?',
    absences: 'What did not happen',
    absencesHint: 'What did not happen, and why (Shift W)',
    noAnswer: 'The simulation was stopped before it answered. Select the mark again.',
  },

  facts: {
    container: 'Container',
    run: 'Run',
    message: 'Message',
    took: 'Took',
    result: 'Result',
    exitCode: 'Exit code',
    signal: 'Signal',
    reason: 'Reason',
    grace: 'Grace',
    handler: 'Handler',
    ports: 'Ports',
    count: 'Attempts',
    trigger: 'Triggered by',
    triggers: { tick: 'its own ticker', manual: 'a status update of the kubelet' },
    from: 'From',
  },

  findings: {
    list: 'What explains trouble in this run',
    none: 'Nothing in this manifest explains trouble in this run.',
    hidden: 'Findings tell what happens next. Show the future (H) to see them.',
    severity: { problem: 'Problem', hint: 'Hint' },
    apply: 'Apply fix',
    compare: 'Compare before and after',
    compareHint: 'Show the present run and the run with this change on one axis',
    applyHint: 'Put this change into the text; one undo takes it back',
    applyLater: 'The text has changed since this run, or has errors',
    diff: 'The change, line by line',
    added: 'added',
    removed: 'removed',
    instead: 'Or:',
    maybe: 'May help:',
    byHand: 'The text leaves no place for this change: make it by hand.',
    short: (time: string) => `${time} short`,
    shortLabel: 'missing',
    times: (count: number) => `${count} ×`,
    picture: (rows: readonly string[]) => `${rows.join('; ')}.`,
  },

  truths: {
    list: 'Where node, API and Events disagree',
    hint: 'What happens on the node, what the API says and which Events exist: here they differ for half a second or more.',
    keys: 'next',
    none: 'Node, API and Events never disagree for half a second or more.',
    span: (fromMs: number, toMs: number) => (toMs > fromMs ? `${clockSeconds(fromMs).replace(/ s$/, '')} – ${clockSeconds(toMs)}` : clockSeconds(fromMs)),
  },

  events: {
    label: 'Everything that happened, as a table',
    columns: { time: 'Time', who: 'Where', type: 'Type', reason: 'What', message: 'Message' },
    filter: 'Show',
    filters: { api: 'Events', all: 'All records' },
    empty: 'No Events.',
  },
});
