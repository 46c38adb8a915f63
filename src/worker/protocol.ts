/**
 * What the page and the simulation worker say to each other. Requests are numbered by the client; each gets exactly one
 * reply with the same number, a gesture also one about its run. Everything survives `structuredClone`.
 */
import type { Language } from '../base/language.ts';
import type { DiffLine } from '../base/line-diff.ts';
import type { Seed } from '../base/random.ts';
import type { Deviation } from '../explain/compare/deviations.ts';
import type { ComparedWords, Difference, MeasureRow } from '../explain/compare/types.ts';
import type { Outcome } from '../explain/outcome.ts';
import type { Spread } from '../explain/spread/spread.ts';
import type { Absence, Change, Disagreement, Edit, Explanation, Finding, Verdict, WhyNot } from '../explain/types.ts';
import type { Diagnostic } from '../model/diagnostics.ts';
import type { StoryStep } from '../model/scenario.ts';
import type { ProbeType } from '../model/kubernetes.ts';
import type { RecordId, Trace } from '../model/trace.ts';
import type { KubeletNote } from '../model/xray.ts';
import type { Claim } from '../recording/grammar.ts';
import type { Gesture, Gestured } from '../scenario/gestures.ts';

export type {
  Absence,
  Change,
  ComparedWords,
  Difference,
  Disagreement,
  Edit,
  Explanation,
  Finding,
  Gesture,
  Gestured,
  KubeletNote,
  MeasureRow,
  Outcome,
  Spread,
};

/** Choices that a run takes beside the text; absent: as the text says. */
export interface RunChoices {
  seed?: Seed;
  /** One of the values of the scenario's `sweep`, as written. */
  at?: string;
}

/** What the page needs to know of a scenario beside its run. */
export interface ScenarioFacts {
  /** Slug of the scenario, `metadata.name` of its Scenario document. */
  name: string;
  title?: string;
  /** Where the Pod came from: `Pod`, or the workload object whose template is used. */
  podSource: { kind: string; name: string };
  /** The seed as the text says it. */
  seed: Seed;
  /** The values that a sweep offers, as written; empty without a sweep. */
  sweep: string[];
  governing: GoverningLines[];
  /** Containers whose program the text lets exit by itself; absent: none. */
  exits?: string[];
  /** How many claims about the run the text makes (`expect`); absent: none. */
  claims?: number;
}

/** Lines of the whole text (1-based, inclusive) that govern a lane of the timeline. */
export interface GoverningLines {
  /** Lane id; a container's name alone means all of its lanes. */
  lane: string;
  /** Colour of the bar in the gutter; undefined: no bar. */
  role: 'serve' | 'fail' | 'hook' | 'boot' | 'wait' | undefined;
  fromLine: number;
  toLine: number;
}

/** A run in words. */
export interface Story {
  verdict: Verdict;
  findings: Finding[];
  disagreements: Disagreement[];
}

/** The text with a change in it. */
export interface Edited {
  text: string;
  /** What differs from the text before. */
  diff: DiffLine[];
}

/** What somebody sees who looks at the cluster at a moment of a run. */
export type Look =
  /** `kubectl ARGS`. */
  | { show: 'kubectl'; args: string[] }
  /** `kubectl get pod NAME -o yaml`, the status alone or the whole Pod. */
  | { show: 'yaml'; whole: boolean }
  /** The variables of each container's process. */
  | { show: 'env' }
  /** The Pod as the API server holds it, with who set each field. */
  | { show: 'final' };

/** Who set a field of the Pod. */
export interface FieldOwner {
  by: 'manifest' | 'defaults' | 'admission' | 'kubectl' | 'api server' | 'scheduler' | 'kubelet' | 'node controller' | 'action';
  /** The admission plugin, or the action in words. */
  name?: string;
  /** What stands in the manifest, if the server put it differently. */
  written?: string;
  /** When it was set, if that was after the Pod's creation. */
  atMs?: number;
}

export interface Seen {
  text: string;
  /** What kubectl complains about; empty if nothing. */
  error: string;
  /** Lines of `text` (from 0) that the last change of the Pod made; only for `yaml`. */
  changedLines: number[];
  /** When that change was; undefined for the Pod's first version. */
  changedMs?: number;
  /** What ran in a container of a copy of the run; only for `kubectl exec`. Endless: it had not ended after 10 min. */
  exec?: { container: string; command: string[]; isEndless: boolean };
  /** By line of `text` (from 0), for those that hold a value; only for `final`. */
  owners?: Record<number, FieldOwner>;
}

/** A question about what did not happen, and its answer. */
export interface AnsweredAbsence {
  about: WhyNot;
  absence: Absence;
}

/** A claim of the text about its run, judged. */
export interface ClaimOnRun {
  /** Its place under `expect`, 1-based. */
  index: number;
  /** The claim in one line: `phase value=Running within=5s`. */
  text: string;
  /** The claim taken apart, to be told in the language of the page. */
  claim: Claim;
  verdict: 'pass' | 'fail' | 'undecidable';
  /** What was seen, in words. */
  seen: string;
  /** When that was decided; absent where no single moment did it. */
  atMs?: number;
  /** Id of the lane that shows what the claim is about. */
  lane?: string;
}

/** The run of a text as a thumbnail: what the main process of each container does over time. */
export interface Strip {
  /** Milliseconds. */
  endMs: number;
  /** Containers in the order of the Pod; without those of which nothing is to be seen. */
  rows: StripRow[];
  /** What the text's predictions ask for shows no earlier; absent where nothing is asked. */
  askedMs?: number;
}

export interface StripRow {
  container: string;
  bars: StripBar[];
  exits: { atMs: number; failed: boolean }[];
}

export interface StripBar {
  kind: 'pulling' | 'booting' | 'serving' | 'draining' | 'waiting' | 'hook';
  fromMs: number;
  toMs: number;
}

/** What is asked about a run before it is seen, made of a claim of the text. */
export interface Question {
  /** Place of the claim under `expect`, 1-based. */
  claim: number;
  ask: Ask;
  answer: { kind: 'time'; ms: number } | { kind: 'choice'; options: string[]; right: number };
}

/** What a question is about; the words are the page's. Points are written as in claims: `app#2.start`. */
export type Ask =
  | { what: 'when'; point: string; since?: { point: string; atMs: number } }
  | { what: 'when-shown'; subject: Subject; value: string }
  | { what: 'value'; subject: Subject; moment: AskedMoment }
  | { what: 'count'; of: Counted; moment: AskedMoment }
  | { what: 'whether'; of: Counted; moment: AskedMoment }
  | { what: 'ever'; subject: Subject; value: string; moment: AskedMoment }
  | { what: 'first'; points: string[] }
  | { what: 'holds'; text: string };

export type AskedMoment = { kind: 'end' } | { kind: 'at'; atMs: number } | { kind: 'stretch'; fromMs: number; toMs: number };

/** Something that has a value at every moment. */
export type Subject =
  | { of: 'status' | 'phase' | 'reason' | 'pod' }
  | { of: 'condition'; type: string }
  | { of: 'state' | 'restarts' | 'exitCode' | 'started' | 'ready'; container: string }
  | { of: 'env'; container: string; name: string }
  | { of: 'field'; path: string }
  | { of: 'exec'; action: string };

/** Something that happens a number of times. */
export type Counted =
  | { of: 'starts'; container: string }
  | { of: 'hook'; container: string; hook: 'postStart' | 'preStop' }
  | { of: 'probe'; container: string; probe: ProbeType }
  | { of: 'event'; reason: string; message?: string };

/** What a text teaches (`lesson`), compared with its run. */
export interface Lesson {
  title: string;
  /** Markdown. */
  summary: string;
  links: { title: string; url: string }[];
  myth?: { claim: string; url?: string };
  questions: Question[];
  /** What the reader is to change, and the claims that tell whether it is done; `stars` are numbers of edits, fewest first. */
  change?: { text: string; goal: ClaimOnRun[]; stars: number[] };
  strip: Strip;
}

/** A few words at a line of the text: what stands there means, and what it did in the run. */
export interface LineHint {
  /** 1-based, in the whole text. */
  line: number;
  /** The lane that shows it. */
  lane: string;
  /** What follows from the text alone; may be empty. */
  means: string;
  did?: string;
  /** The record that `did` tells of, and its time. */
  record?: RecordId;
  atMs?: number;
}

/** The image of a container or of a volume, from a moment of the run on. */
export interface ImageFace {
  /** Name of the container, or of the volume. */
  user: string;
  of: 'init' | 'sidecar' | 'container' | 'ephemeral' | 'volume';
  /** When the Pod named it, and until when; without `toMs` to the end. */
  fromMs: number;
  toMs?: number;
  /** As the Pod names it. */
  reference: string;
  /** As the kubelet reads it. */
  read?: { registry: string; repository: string; tag?: string; digest?: string };
  /** Why it cannot be read. */
  invalid?: string;
  policy: { value: string; because: 'written' | 'latest' | 'tagged' | 'plugin' };
  /** Whether the node had it when the Pod was made. */
  wasThere: boolean;
  pulls: ImagePull[];
  /** Whether the registry wants credentials, the Secrets that the Pod brings, and the registries these are for. */
  access: { asked: boolean; secrets: string[]; registries: string[] };
  /** What is in it: as the scenario says, as a list of common images does, or guessed. Undefined if there is no such image. */
  holds?: {
    by: 'scenario' | 'catalogue' | 'guess';
    entrypoint: string[];
    cmd: string[];
    user: string;
    workdir: string;
    ports: number[];
    stopSignal: string;
    sizeBytes: number;
    shell: 'dash' | 'busybox' | 'bash' | 'none';
  };
  /** The first process, as the Pod and the image make it; empty for a volume. */
  runs: string[];
}

/** Times are milliseconds since the creation of the Pod; without an end it is under way when the run ends. */
export interface ImagePull {
  fromMs: number;
  toMs?: number;
  ok: boolean;
  /** What the runtime said. */
  message?: string;
}

/** What a run is compared with: a text with edits made in it, simulated; or a recording, whose text is told by its first line. */
export interface OtherRun {
  text: string;
  choices: RunChoices;
  edits: Edit[];
}

/** A run beside the one that was asked about. */
export interface Compared {
  trace: Trace;
  /** Whether somebody looked at a real kubelet, or at a simulation. */
  source: 'real' | 'simulated';
  /** What the run was made of, edits included; of a recording its lines. */
  text: string;
  /** Title of the scenario, or name of the Pod. */
  title: string;
  words: ComparedWords;
  /** Where node, API and Events disagree; empty for a recording, which does not tell all three. */
  disagreements: Disagreement[];
  /** What differs between the texts; absent where one of them is a recording. */
  diff?: DiffLine[];
  /** Where the other run is a real one: the share of compared items that agree, 0 to 1; absent where nothing can be compared. */
  likeness?: number;
  /** Where the other run is a real one: what it did otherwise, and what would make the simulation do the same. */
  deviations?: Deviation[];
}

/** A line of YAML on a slide. */
export interface YamlLine {
  text: string;
  /** The line that the beat is about. */
  isMarked: boolean;
  /** Whether lines of the text are left out before it. */
  isAfterGap: boolean;
  /** The text does not have it: what holds by default. */
  isDefault?: true;
}

/** One claim of a presentation, and what is on screen with it. */
export interface Beat {
  title: string;
  text: string;
  notes: string;
  atMs: number;
  /** Ids of lanes; a container's name alone means all of its lanes. */
  lanes: string[];
  window: { fromMs: number; toMs: number };
  yaml: YamlLine[];
  /** A question before the claim; true: what happens next. */
  ask?: string | true;
  /** What the claim is about, if a record of the run is. */
  record?: RecordId;
  /** Whether the record of the beat before is among the causes of this one's. */
  follows: boolean;
  /** Why the step's point is not in this run; the beat stands where the one before it does. */
  missing?: string;
  /** What the step says that is not true of this run, most likely because the text was changed after it was written. */
  stale?: StaleWords[];
  /** The step as it is written, or would be. */
  step: StoryStep;
}

/** Something in a step of a story that the run does not have. */
export type StaleWords =
  /** A figure, as it stands in a field. `counts`: what it counts; absent: time. */
  | { what: 'figure'; field: 'title' | 'text'; figure: string; counts?: 'exit code' | 'restarts' }
  /** The step's time is after the end of the run. */
  | { what: 'end'; at: string }
  /** A side of the stretch to show is nowhere in the run. */
  | { what: 'zoom'; point: string; why: string };

/** The story of a run, never empty. */
export interface Presentation {
  beats: Beat[];
  /** Whether the run tells it of itself, because the text has none. */
  isGenerated: boolean;
  /** What the text says of its story in other languages (`translations`), by language. */
  translations?: Record<string, unknown>;
}

/** A run of a sweep. */
export interface SweptRun {
  /** The text with the combination's values in it. */
  text: string;
  outcome?: Outcome;
  /** Why there is no run. */
  reason?: string;
}

/** Answers about a run that are plain lists, by their kind. */
export interface Lists {
  /** What probes and hooks of the text mean, and what they did. */
  hints: LineHint[];
  /** The images of the Pod's containers and volumes, in its order. */
  images: ImageFace[];
  /** What the kubelet's parts did between the records. */
  notes: KubeletNote[];
}

/** What will be asked as soon as there is a run, so that its code is loaded meanwhile. It has no reply. */
export interface Expectation {
  kind: 'expect';
  question: 'present';
}

/** `language`: the language of the answer; absent: English. */
export type SimulationRequest = Asked & { language?: Language };

type Asked =
  /** Read the text and simulate it. */
  | { kind: 'run'; id: number; text: string; choices: RunChoices }
  /** The same run as lines of JSON: what tests compare between machines, and what an export writes. */
  | { kind: 'recording'; id: number; text: string; choices: RunChoices }
  /** Why a record of an earlier run is there. The worker still has that run, or makes it again from text and choices. */
  | { kind: 'tell'; id: number; runId: number; text: string; choices: RunChoices; record: RecordId }
  /** A look at the cluster of an earlier run, `atMs` after the Pod's creation. */
  | { kind: 'look'; id: number; runId: number; text: string; choices: RunChoices; look: Look; atMs: number }
  /** An earlier run beside another one, which gets the number of this request. `presentIs`: which of the two the earlier run is. */
  | { kind: 'compare'; id: number; runId: number; text: string; choices: RunChoices; other: OtherRun; presentIs: 'a' | 'b' }
  /** An earlier run among runs of the same text with the seeds 1 to `seeds`. */
  | { kind: 'spread'; id: number; runId: number; text: string; choices: RunChoices; seeds: number }
  /** What did not happen in an earlier run, as somebody asks who looks at it `atMs` after the Pod's creation. */
  | { kind: 'absences'; id: number; runId: number; text: string; choices: RunChoices; atMs: number }
  /** What probes and hooks of the text mean, and what they did in an earlier run. */
  | { kind: 'hints'; id: number; runId: number; text: string; choices: RunChoices }
  /** The images of an earlier run. */
  | { kind: 'images'; id: number; runId: number; text: string; choices: RunChoices }
  /** What the kubelet's parts did in an earlier run, between its records. */
  | { kind: 'notes'; id: number; runId: number; text: string; choices: RunChoices }
  /** The claims of the text about an earlier run. */
  | { kind: 'claims'; id: number; runId: number; text: string; choices: RunChoices }
  /** The story of an earlier run. */
  | { kind: 'present'; id: number; runId: number; text: string; choices: RunChoices }
  /** What the text teaches, compared with an earlier run. */
  | { kind: 'lesson'; id: number; runId: number; text: string; choices: RunChoices }
  /** The run of any text, as a thumbnail. */
  | { kind: 'strip'; id: number; text: string }
  /** What can be varied in a text, and the values of axes as they are written (`PATH=FROM..TO/STEP`). */
  | { kind: 'sweepOffer'; id: number; text: string; axes: string[] }
  /** One run of a sweep. */
  | { kind: 'sweepRun'; id: number; text: string; choices: RunChoices; axes: string[]; index: number }
  /** The text with edits made in it. */
  | { kind: 'edit'; id: number; text: string; edits: Edit[] }
  /** The text after a gesture in a run of it; `doneMs`: when each of its actions was carried out. Its run, with these choices, is answered next, as `runId`. */
  | { kind: 'gesture'; id: number; runId: number; text: string; choices: RunChoices; gesture: Gesture; doneMs: (number | undefined)[] };

export type SimulationReply =
  /** Without `trace`, `facts` and `story` the text has errors; the diagnostics say which. */
  | { kind: 'run'; id: number; diagnostics: Diagnostic[]; facts?: ScenarioFacts; trace?: Trace; story?: Story }
  | { kind: 'recording'; id: number; diagnostics: Diagnostic[]; recording?: string }
  | { kind: 'tell'; id: number; explanation: Explanation }
  | { kind: 'look'; id: number; seen: Seen }
  /** Without `compared` there is no other run; `reason` says why. */
  | { kind: 'compare'; id: number; compared?: Compared; reason?: string }
  | { kind: 'spread'; id: number; spread: Spread }
  | { kind: 'absences'; id: number; absences: AnsweredAbsence[] }
  | { kind: 'hints'; id: number; found: LineHint[] }
  | { kind: 'images'; id: number; found: ImageFace[] }
  | { kind: 'notes'; id: number; found: KubeletNote[] }
  | { kind: 'claims'; id: number; claims: ClaimOnRun[] }
  | { kind: 'present'; id: number; presentation: Presentation }
  | { kind: 'lesson'; id: number; lesson: Lesson }
  /** Without `strip` the text has errors. */
  | { kind: 'strip'; id: number; strip?: Strip }
  /** Without `axes` one of them makes no sense; `reason` says why. */
  | { kind: 'sweepOffer'; id: number; variables: { path: string; value: number | string }[]; axes?: (number | string)[][]; reason?: string }
  | { kind: 'sweepRun'; id: number; run: SweptRun }
  /** Without `edited` the text has no place for the edits. */
  | { kind: 'edit'; id: number; edited?: Edited }
  /** Without `gestured` the text has no place for it; with it, the answer about its run follows without being asked for. */
  | { kind: 'gesture'; id: number; gestured?: Gestured }
  /** The program itself failed: not the reader's mistake. */
  | { kind: 'failed'; id: number; message: string };
