/** What the measuring scripts take from the source: they build this module into one file (scripts/engine.mjs). */
export { refusalNotes } from '../api/help/index.ts';
export { compare, createWatcher, judge, parseRecording, recordingOf } from '../recording/index.ts';
export { readScenario } from '../scenario/index.ts';
export { simulate } from '../sim/simulate.ts';
export { answerCases, answerGroups, askCase } from './answers.ts';
export { conformanceCases, readFixture, readRecording, recordings } from './fixtures.ts';
export { foundSymptoms } from './found-symptoms.ts';
export { comparedLogs, comparedViews, comparedWatch, recordedKubectl, simulatedWatch } from './printed.ts';
