/** What the kubelet's own parts say of themselves: a few words for the label, and a sentence. */
import { catalogue } from '../../../base/catalogue.ts';

export const noteTexts = catalogue('note', {
  pleg: {
    nothing: 'nothing new',
    idle: (periodSeconds: string) => `Lists the containers every ${periodSeconds} s, and finds them as they were.`,
    took: (listedSeconds: string, afterMs: number) => `listed at ${listedSeconds} s, written into the cache ${afterMs} ms later`,
    unchanged: (took: string) => `A relist on demand found the containers as they were; ${took}.`,
    created: 'created',
    createdDetail: (took: string) => `A container was created, of which nobody is told; ${took}.`,
    /** `type` is an event of the PLEG, `ContainerStarted`; without a container it is the sandbox that it is about. */
    event: (container: string | undefined, type: string) => `${container ?? 'sandbox'} ${type.replace('Container', '').toLowerCase()}`,
    eventDetail: (container: string | undefined, type: string) => `${type} of ${container ?? 'the sandbox'}`,
    found: (events: readonly string[]) => events.join(', '),
    foundDetail: (events: readonly string[], took: string) => `${events.join(', ')}; ${took}.`,
  },
  worker: {
    waits: 'waits for PLEG',
    waitsDetail: (sync: string) => `${sync} waits until a relist has looked that began after the end of the sync before.`,
  },
  status: {
    same: 'same',
    sameDetail: 'The generated status is the one that is cached already: nothing to write.',
    version: (version: number) => `version ${version}`,
    queued: (version: number) => `The cached status is now version ${version}; a PATCH follows.`,
    skipped: (first: number, last: number) => (first === last ? `version ${last}` : `versions ${first} to ${last}`),
    skippedDetail: (first: number, last: number, version: number) =>
      `${first === last ? `Version ${last} was` : `Versions ${first} to ${last} were`} never sent: version ${version} came before the PATCH went out.`,
    known: (version: number) => `The API has all of version ${version} already: no PATCH.`,
    taken: (version: number) => `The API takes version ${version}.`,
    withheld: ' The terminal phase is withheld: containers might still run.',
    revived: (container: string) => `${container} had ended`,
    revivedDetail: (container: string) => `The generated status has ${container} alive, which had ended for good: all of it is dropped.`,
  },
  recorder: {
    dropped: (reason: string) => `${reason} dropped`,
    droppedDetail: (reason: string, isWarning: boolean) =>
      `${reason} is dropped by the spam filter: 25 ${isWarning ? 'Warnings' : 'other Events'} about a Pod, then one every 5 minutes. The next count of it includes this one.`,
    combined: (reason: string) => `${reason} combined`,
    combinedDetail: (reason: string) => `Ten different messages of ${reason} within 10 minutes became one Event.`,
    fresh: (reason: string) => `${reason} is a new Event.`,
    counted: (reason: string, count: number) => `${reason} ×${count}`,
    countedDetail: (count: number) => `The same Event as before: only its count changes, to ${count}.`,
  },
});
