import type { FormSource } from '../scenario/form.ts';
import type { LibraryEntry as GalleryEntry } from '../scenario/library.ts';
import type {
  AnsweredAbsence,
  Beat,
  ClaimOnRun,
  FieldOwner,
  Lesson,
  ImageFace,
  ImagePull,
  LineHint,
  Lists,
  Look,
  Presentation,
  Question,
  Seen,
  Spread,
  Strip,
  SweptRun,
} from '../worker/protocol.ts';
import type { SweepOffer, SweepOrder } from '../worker/sweep-pool.ts';
import type { LessonMode } from './app-store.ts';
import type { Changes } from './changes.ts';
import type { Draft } from './drafts.ts';

export type {
  AnsweredAbsence,
  Beat,
  ClaimOnRun,
  FieldOwner,
  FormSource,
  GalleryEntry,
  ImageFace,
  ImagePull,
  Lesson,
  LineHint,
  Look,
  Presentation,
  Question,
  Seen,
  Strip,
  SweptRun,
};

/** What a link reproduces: the view on screen, or the text alone. */
export type LinkScope = 'view' | 'scenario';

/** A feature gate, and whether it is on where a scenario says nothing. */
export interface Gate {
  name: string;
  on: boolean;
}

/** The session: the address bar, the drafts in this browser, the library of scenarios, the clipboard. */
export interface SessionServices {
  /** Opens an entry; `lesson` says whether the page also tells what it teaches. */
  openLibrary(name: string, lesson?: LessonMode): void;
  /** Opens what a visitor without a link and without drafts sees. */
  openDefault(): void;
  /** The text of an entry; undefined if there is none of that name. */
  libraryText(name: string): Promise<string | undefined>;
  /** How to get what a real kubelet made of an entry, as lines of JSON; undefined if that was not recorded. */
  recordingOf(name: string): Promise<(() => Promise<string>) | undefined>;
  /** The entries as the gallery shows them, in a language. */
  gallery(language: string): Promise<readonly GalleryEntry[]>;
  /** What the story of an entry says in a language, by its English words; undefined if it is not translated. */
  storyIn(language: string, name: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** The run of an entry as a thumbnail; made once. Rejects if the worker was stopped. */
  strip(name: string): Promise<Strip | undefined>;
  drafts(): Draft[];
  openDraft(draft: Draft): void;
  /** A link to what is on screen, or to its scenario alone. Rejects if no link can carry the text. */
  link(scope: LinkScope): Promise<string>;
  /** A link that asks others for their prediction, to be compared with these answers. */
  guessLink(guesses: readonly string[]): Promise<string>;
  /** Copies a link to the present view; says in a notice how that went. */
  share(): void;
  /** Puts text on the clipboard; false if the browser does not let us. */
  copy(text: string): Promise<boolean>;
  /** A setting of the reader's that is kept in this browser. */
  preference(name: string): string | undefined;
  setPreference(name: string, value: string): void;
}

/** The engine: what can be asked about a text or its run. A promise of `undefined` means that the worker was stopped and has no answer. */
export interface EngineServices {
  changes: Changes;
  /** The feature gates that a scenario may turn on or off. */
  gates(): Promise<readonly Gate[]>;
  /** What a form shows of a text, or why there is none. */
  form(text: string): Promise<FormSource | { problem: string }>;
  /** What somebody sees who looks at the cluster of the run at a moment. */
  look(runId: number, look: Look, atMs: number): Promise<Seen | undefined>;
  /** What did not happen in the run, as seen at a moment. */
  absences(runId: number, atMs: number): Promise<AnsweredAbsence[] | undefined>;
  /** The claims of the text about its run. */
  claims(runId: number): Promise<ClaimOnRun[] | undefined>;
  /** The run among those of the first so many other seeds. */
  spread(runId: number, seeds: number): Promise<Spread | undefined>;
  /** The story of the run. */
  present(runId: number): Promise<Presentation | undefined>;
  /** A list about the run. */
  list<Kind extends keyof Lists>(kind: Kind, runId: number): Promise<Lists[Kind] | undefined>;
  /** What the text teaches, compared with its run. */
  lesson(runId: number): Promise<Lesson | undefined>;
  /** What can be varied in a text, and the values that axes stand for or why they stand for none. */
  sweepOffer(text: string, axes: string[]): Promise<SweepOffer>;
  /** Makes the runs of a sweep on several workers; calls back with each. Returns what stops it. */
  sweep(order: SweepOrder, made: (index: number, run: SweptRun) => void, done: () => void): () => void;
}

/** What components can ask for beyond the state. */
export interface Services extends SessionServices, EngineServices {}
