/** The words of the workbench, all that shows a run: a chunk of its own. */
import { clockSeconds } from '../format.ts';
import { catalogue } from './language.ts';

export const runTexts = catalogue('run', {
  verdict: {
    label: 'What happened',
    simulatingHint: 'The first run is on its way.',
    showingLast: 'Showing the last valid run.',
    nothingYet: 'There is no run to show yet.',
    hung: 'The simulation took too long and was stopped.',
    hungHelp: 'Shorten the duration or the loop that never ends; the next edit tries again.',
    crashed: 'The simulation stopped unexpectedly.',
    crashedHelp: 'The next edit starts it again.',
    cut: (atMs: number, message: string) => `Cut at ${clockSeconds(atMs)}: ${message}`,
    pending: (action: number, what: string, waitingFor: string) => `Action ${action} (${what}) was never due: it waited for ${waitingFor}`,
    template: (kind: string, name: string) => `Uses the Pod template of ${kind} ${name}.`,
  },

  timeline: {
    label: 'Timeline',
    gridHint: 'Arrow keys move between lanes and marks; Enter selects.',
    corner: { run: 'value at playhead', wall: 'UTC, value at playhead' },
    fit: 'Fit the whole run',
    fitHint: 'Fit the whole run (0)',
    hideFuture: 'Hide the future',
    hideFutureHint: 'Hide what lies right of the playhead (H)',
    density: 'Density',
    lanes: 'Lanes',
    lanesHint: 'Which lanes are shown (F)',
    densities: { overview: 'Overview', normal: 'Normal', detail: 'Detail' },
    empty: 'Paste a Pod, or start from one of these',
    veil: 'What happens next?',
    sides: { a: 'A', b: 'B' },
    key: 'Key',
  },

  view: {
    label: 'View',
    timeline: 'Timeline',
    states: 'States',
    hint: 'Timeline or states (V)',
  },

  key: {
    node: 'happened on the node',
    api: 'reported by the API',
    booting: 'booting',
    draining: 'draining',
    postStart: 'postStart',
    preStop: 'preStop',
    probeFailed: 'probe failed',
    probeOk: 'probe ok',
    killing: 'Killing',
    warning: 'Warning event',
  },

  inspector: {
    label: 'Inspector',
    resize: 'Height of the inspector',
    tabs: {
      compare: 'Differences',
      why: 'Why?',
      events: 'Events',
      findings: 'Findings',
      truths: 'Disagreements',
      watch: 'get -w',
      describe: 'describe',
      logs: 'logs',
      yaml: 'yaml',
      env: 'env',
      final: 'Final',
      claims: 'Claims',
      story: 'Story',
    },
  },

  transport: {
    label: 'Transport',
    previous: 'Previous transition',
    previousHint: 'Previous transition (,)',
    next: 'Next transition',
    nextHint: 'Next transition (.)',
    play: 'Play',
    pause: 'Pause',
    playHint: 'Play or pause (Space)',
    clockHints: { run: 'Seconds since the Pod was created. Show the wall clock (A)', wall: 'Wall clock, UTC. Show seconds since the Pod was created (A)' },
    speed: 'Speed',
    playhead: 'Playhead',
    overview: 'Overview of the whole run: drag to move the playhead, drag the grips to zoom',
    of: (endMs: number) => `of ${clockSeconds(endMs)}`,
    hints: { step: 'step', play: 'play', keys: 'keys' },
  },
});
