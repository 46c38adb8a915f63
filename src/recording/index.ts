/** Recordings of runs, claims about them, and their comparison. */
export type { AspectName } from './aspects.ts';
export { isCapture, isRecording, readRecording } from './capture.ts';
export { type ClaimContext, type ClaimFault, checkClaims } from './check.ts';
export { type CompareOptions, type Comparison, type Divergence, type Score, compare } from './compare.ts';
export { eventsTable } from './events-table.ts';
export { recordingOf, recordingText } from './from-trace.ts';
export type { ArgumentType, ClaimKind } from './grammar.ts';
export { type JudgedClaim, type JudgedScenario, type JudgeOptions, type JudgeSummary, judge, judgedText, summarise } from './judge.ts';
export type { KubectlRow } from './kubectl-status.ts';
export type { MetaLine, RecordingLine, TimedLine, WatchedPod } from './lines.ts';
export type { Point } from './points.ts';
export { RecordingError, parseRecording } from './text.ts';
export { type TimelineOptions, textTimeline } from './text-timeline.ts';
export { type Observed, type WatchOptions, type Watcher, createWatcher } from './watcher.ts';
export { briefDuration } from './words.ts';
