/** The words for any record. */
import { assertUnreachable } from '../../base/assert.ts';
import type { DecisionRecord, TraceRecord } from '../../model/trace.ts';
import type { History } from '../history.ts';
import { sayAction } from './actions.ts';
import { sayBackOff, sayNoRestart, sayStartDecision } from './back-off.ts';
import { sayObject } from './endpoints.ts';
import { sayEvent } from './events.ts';
import { sayProcess, sayServing } from './exits.ts';
import { sayGraceLeft, sayHook, sayPreStopSkipped } from './hooks.ts';
import { sayImage } from './images.ts';
import { sayKill, saySignal } from './kills.ts';
import { sayKubelet, sayLog, saySync } from './kubelet.ts';
import { sayProbe, sayProbeState } from './probes.ts';
import { sayResize } from './resizes.ts';
import type { Said, TellWords } from './said.ts';
import { sayPod } from './status.ts';

export function say(words: TellWords, history: History, record: TraceRecord): Said {
  switch (record.kind) {
    case 'Action':
      return sayAction(words, record);
    case 'Pod':
      return sayPod(words, history, record);
    case 'Event':
      return sayEvent(words, history, record);
    case 'Object':
      return sayObject(words, history, record);
    case 'Process':
      return sayProcess(words, history, record);
    case 'Serving':
      return sayServing(words, history, record);
    case 'Signal':
      return saySignal(words, history, record);
    case 'Hook':
      return sayHook(words, history, record);
    case 'Probe':
      return sayProbe(words, history, record);
    case 'ProbeState':
      return sayProbeState(words, history, record);
    case 'Image':
      return sayImage(words, history, record);
    case 'Log':
      return sayLog(words, record);
    case 'Decision':
      return sayDecision(words, history, record);
    case 'Sync':
      return saySync(words, record);
    case 'Kubelet':
      return sayKubelet(words, record);
    default:
      return assertUnreachable(record);
  }
}

function sayDecision(words: TellWords, history: History, record: DecisionRecord): Said {
  switch (record.decision.what) {
    case 'kill':
      return sayKill(words, history, record);
    case 'back-off':
      return sayBackOff(words, history, record);
    case 'start':
      return sayStartDecision(words, history, record);
    case 'grace-left':
      return sayGraceLeft(words, history, record);
    case 'preStop-skipped':
      return sayPreStopSkipped(words, record);
    case 'resize':
      return sayResize(words, record);
    case 'no-restart':
      return sayNoRestart(words, record);
    default:
      return assertUnreachable(record.decision);
  }
}
