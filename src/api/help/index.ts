/** What the API server says to the Pod of a scenario, finding by finding: where, in its own words, and what to do about it. */
import type { Pod } from '../../model/kubernetes.ts';
import type { PodManifest } from '../../model/scenario.ts';
import { nameWarnings, podWarnings, templateWarnings } from '../warnings/pod.ts';
import { inLanguage } from './say.ts';
import { helpFor } from './sentences.ts';

export interface Note {
  /** Where in the Pod, as `spec.containers[0].image`; a template's path is that of its Pod. */
  field: string;
  message: string;
  help?: string;
}

/** The kind that a scenario's Pod was written as, and the path to its template. */
export interface Source {
  kind: string;
  name: string;
}

const TEMPLATES: Readonly<Record<string, string>> = { CronJob: 'spec.jobTemplate.spec.template.' };

/** What stands before the path of a Pod's field in the object that it was written in; empty for a Pod. */
export const templatePrefix = ({ kind }: Source): string => (kind === 'Pod' ? '' : (TEMPLATES[kind] ?? 'spec.template.'));

/** Admission names no fields: which one it speaks of, and what to do; `{0}` stands for the name that is missing. */
const ADMISSION = [
  [
    /error looking up service account [^/]*\/([^:]+)/,
    'spec.serviceAccountName',
    'There is no ServiceAccount `{0}`: add it behind a line with `---`, or leave `serviceAccountName` out.',
  ],
  [
    /no PriorityClass with name (\S+)/,
    'spec.priorityClassName',
    'There is no PriorityClass `{0}`: add it behind a line with `---`, or leave `priorityClassName` out.',
  ],
  [/the integer value of priority/, 'spec.priority', 'Leave `priority` out: it follows from `priorityClassName`.'],
  [/the string value of PreemptionPolicy/, 'spec.preemptionPolicy', 'Leave `preemptionPolicy` out: it follows from `priorityClassName`.'],
  [
    /RuntimeClass "(.*)" not found/,
    'spec.runtimeClassName',
    'There is no RuntimeClass `{0}`: add it behind a line with `---`, or leave `runtimeClassName` out.',
  ],
  [/Overhead/, 'spec.overhead', 'Leave `overhead` out: it follows from the RuntimeClass.'],
  [/runtimeClass\.scheduling\.nodeSelector/, 'spec.nodeSelector', 'The RuntimeClass asks for other nodes: take one of the two labels away.'],
  [/usage per (Container|Pod)|limit to request ratio/, 'spec.containers', 'Stay within the LimitRange of the namespace, or change it.'],
  [/exceeded quota|failed quota/, 'spec.containers', 'Ask for less, or raise the ResourceQuota of the namespace.'],
  [/violates PodSecurity/, 'spec.containers', 'Write what the message asks for, or label the namespace with a less strict level.'],
  [/resource name may not be empty/, 'spec.runtimeClassName', 'Leave `runtimeClassName` out.'],
] as const satisfies readonly (readonly [text: RegExp, field: string, help: string])[];

export type AdmissionSentence = (typeof ADMISSION)[number][2];

/** A refusal of the API server, one note for each of its findings. */
export function refusalNotes({ message, causes = [] }: { message: string; causes?: readonly { field: string; message: string }[] }, source: Source): Note[] {
  if (causes.length > 0) {
    const prefix = templatePrefix(source);
    return causes.map((cause) => note(cause.field, `${prefix}${cause.field}: ${cause.message}`, helpFor(cause.field, cause.message)));
  }
  const [text, field = 'metadata.name', help] = ADMISSION.find(([each]) => each.test(message)) ?? [];
  const [, missing = ''] = text?.exec(message) ?? [];
  return [note(field, message, help === undefined ? undefined : inLanguage(help).replace('{0}', () => missing))];
}

const note = (field: string, message: string, help: string | undefined): Note => ({ field, message, ...(help !== undefined && { help }) });

/** What the API server warns of when it takes the Pod, or the object whose template makes it. `created`: the Pod as it was stored. */
export function warningNotes(manifest: PodManifest, created: Pod, source: Source): Note[] {
  const prefix = templatePrefix(source);
  const warnings =
    source.kind === 'Pod'
      ? podWarnings(created.metadata, created.spec)
      : [
          ...(NAMES_PODS.has(source.kind) ? nameWarnings(source.name, 'Pod names and hostnames') : []),
          ...templateWarnings(manifest.metadata, manifest.spec, prefix),
        ];
  return warnings.map((message) => {
    const bare = message.startsWith(prefix) ? message.slice(prefix.length) : message;
    const [, field] = /^((?:spec|metadata)(?:\.\w+|\[[^\]]*\])*): /.exec(bare) ?? [];
    return note(field ?? 'spec.volumes', message, undefined);
  });
}

const NAMES_PODS = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob']);
