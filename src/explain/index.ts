/** Causes, findings and verdicts in words: the door of this folder. Everything it returns is plain data. */
export { causesOf } from './causes.ts';
export { disagreementsOf } from './disagreements/disagreements.ts';
export { findingsOf } from './findings/findings.ts';
export { explanationText, tell } from './tell/tell.ts';
export type {
  Absence,
  Change,
  Disagreement,
  DisagreementKind,
  Edit,
  Explanation,
  Finding,
  FindingKind,
  Measures,
  Picture,
  Step,
  Tone,
  Verdict,
  WhyNot,
} from './types.ts';
export { verdictOf } from './verdict/verdict.ts';
export { openQuestions, whyNot } from './why-not.ts';
