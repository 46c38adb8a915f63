/** Recordings of runs, claims about them, and their comparison. */
export type { AspectName } from './aspects.ts';
export { type ClaimContext, type ClaimFault, checkClaims, checkPoint, checkTrigger } from './check.ts';
export { type CompareOptions, type Comparison, type Divergence, type Score, compare } from './compare.ts';
export { eventsTable } from './events-table.ts';
export { recordingLines, recordingOf, recordingText } from './from-trace.ts';
export { CLAIM_KINDS, type ArgumentType, type ClaimKind, TIMING_NAMES } from './grammar.ts';
export { type JudgedClaim, type JudgedScenario, type JudgeOptions, type JudgeSummary, judge, judgedText, summarise } from './judge.ts';
export { type KubectlRow, kubectlRow, kubectlStatus } from './kubectl-status.ts';
export type { MetaLine, RecordingLine, TimedLine, WatchedPod } from './lines.ts';
export { type Point, parsePoint } from './points.ts';
export { readRecording } from './capture.ts';
export { RecordingError, formatLine, formatRecording, parseRecording } from './text.ts';
export { type TimelineOptions, textTimeline } from './text-timeline.ts';
export { type Observed, type WatchOptions, type Watcher, actionTimeOf, createWatcher } from './watcher.ts';
export { briefDuration } from './words.ts';
