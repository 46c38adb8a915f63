/** What was seen of a claim, in words. Durations are as `briefDuration` says them, points as in claims. */
import { catalogue } from '../../base/catalogue.ts';

export const seenTexts = catalogue('seen', {
  unknown: 'unknown',
  unset: 'unset',
  // ---- what a moment shows
  notSet: 'not set',
  notReported: 'not reported',
  podIsGone: 'the Pod is gone',
  noPodYet: 'no Pod yet',
  gone: 'gone',
  stillThere: 'still there',
  removed: 'removed',
  ended: 'ended, the Pod is gone',
  noImage: 'no image',
  noOutput: 'no output',
  /** A counter that fell. */
  fell: (before: number, now: number) => `${before}, then ${now}`,
  uid: { another: 'another UID', same: 'the same UID' },
  notCarriedOut: 'not carried out',
  execResult: (exitCode: number, output: string) => `exit code ${exitCode}, output ${output}`,
  // ---- counts
  nouns: { starts: 'starts', event: 'Events', hookRuns: 'runs', probeRuns: 'runs' },
  none: (noun: string) => `no ${noun}`,
  counted: (total: number, noun: string, times: string) => `${total} ${noun} (${times})`,
  // ---- over time
  until: (seen: string, time: string) => `${seen} until ${time}`,
  soFar: (seen: string) => `${seen} so far`,
  during: (seen: string, from: string, to: string) => `${seen} from ${from} to ${to}`,
  notSeen: 'not seen',
  nothingAgainst: 'nothing against it',
  nothingAgainstFrom: (from: string, to: string) => `nothing against it from ${from} to ${to}`,
  nothingToViolate: (why: string) => `${why}, so nothing to violate`,
  grew: (from: string, to: string) => `${from} to ${to}`,
  takenBack: (seen: string, since: string) => `${seen}, after it was true since ${since}`,
  notTakenBack: 'not taken back',
  trueSince: (since: string) => `true since ${since}`,
  length: (length: string, from: string, to: string) => `${length} (${from} to ${to})`,
  sameSecond: (seen: string) => `${seen}: the same second`,
  notWithin: (point: string, waited: string) => `${point} not within ${waited}`,
  /** `run`: the one that ended; absent where there were not as many. */
  notRestarted: (container: string, run: number | undefined) => `${container} did not restart${run === undefined ? ' that often' : ` after run ${run}`}`,
  neverHappened: (point: string) => `${point} never happened`,
  // ---- what was refused
  accepted: 'accepted',
  nothingRefused: 'nothing refused',
  // ---- what a recording cannot tell
  noPod: 'the recording shows no Pod',
  lacks: (lines: string) => `the recording has no ${lines} lines`,
  lacksEnvironment: 'no Process line of this container has its environment',
  lacksResult: 'the Action line has no result',
  doesNotTell: 'the recording does not tell',
  endsAt: (time: string) => `the recording ends at ${time}`,
  whereItEnds: (seen: string) => `${seen}, where the recording ends`,
  notBeforeEnd: (point: string) => `${point} did not happen before the recording ends`,
});
