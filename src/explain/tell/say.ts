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
import type { Said } from './said.ts';
import { sayPod } from './status.ts';

export function say(history: History, record: TraceRecord): Said {
  switch (record.kind) {
    case 'Action':
      return sayAction(record);
    case 'Pod':
      return sayPod(history, record);
    case 'Event':
      return sayEvent(history, record);
    case 'Object':
      return sayObject(history, record);
    case 'Process':
      return sayProcess(history, record);
    case 'Serving':
      return sayServing(history, record);
    case 'Signal':
      return saySignal(history, record);
    case 'Hook':
      return sayHook(history, record);
    case 'Probe':
      return sayProbe(history, record);
    case 'ProbeState':
      return sayProbeState(history, record);
    case 'Image':
      return sayImage(history, record);
    case 'Log':
      return sayLog(record);
    case 'Decision':
      return sayDecision(history, record);
    case 'Sync':
      return saySync(record);
    case 'Kubelet':
      return sayKubelet(record);
    default:
      return assertUnreachable(record);
  }
}

function sayDecision(history: History, record: DecisionRecord): Said {
  switch (record.decision.what) {
    case 'kill':
      return sayKill(history, record);
    case 'back-off':
      return sayBackOff(history, record);
    case 'start':
      return sayStartDecision(history, record);
    case 'grace-left':
      return sayGraceLeft(history, record);
    case 'preStop-skipped':
      return sayPreStopSkipped(record);
    case 'resize':
      return sayResize(record, record.decision.changes);
    case 'no-restart':
      return sayNoRestart(record, record.decision.why);
    default:
      return assertUnreachable(record.decision);
  }
}
