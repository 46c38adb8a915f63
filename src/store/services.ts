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

/** What reaches beyond the state: the clipboard, the address bar, the browser's shelf, the library of scenarios. */
export interface Services {
  /** Opens an entry; `lesson` says whether the page also tells what it teaches. */
  openLibrary(name: string, lesson?: LessonMode): void;
  /** The text of an entry; undefined if there is none of that name. */
  libraryText(name: string): Promise<string | undefined>;
  /** How to get what a real kubelet made of an entry, as lines of JSON; undefined if that was not recorded. */
  recordingOf(name: string): Promise<(() => Promise<string>) | undefined>;
  /** The feature gates that a scenario may turn on or off. */
  gates(): Promise<readonly Gate[]>;
  /** The entries as the gallery shows them, in a language. */
  gallery(language: string): Promise<readonly GalleryEntry[]>;
  /** What the text on screen teaches, held against its run; undefined if there is no answer to be had. */
  lesson(runId: number): Promise<Lesson | undefined>;
  /** The run of an entry as a thumbnail; made once. Rejects if the worker was stopped. */
  strip(name: string): Promise<Strip | undefined>;
  /** A link that asks others for their prediction, to be compared with these answers. */
  guessLink(guesses: readonly string[]): Promise<string>;
  drafts(): Draft[];
  openDraft(draft: Draft): void;
  /** Opens what a visitor without a link and without drafts sees. */
  openDefault(): void;
  /** A link to what is on screen, or to its scenario alone. Rejects if no link can carry the text. */
  link(scope: LinkScope): Promise<string>;
  /** Copies a link to the present view; says in a notice how that went. */
  share(): void;
  changes: Changes;
  /** What a form shows of a text, or why there is none. */
  form(text: string): Promise<FormSource | { problem: string }>;
  /** A look at the cluster of the run on screen; undefined if there is no answer to be had. */
  look(runId: number, look: Look, atMs: number): Promise<Seen | undefined>;
  /** What did not happen in the run on screen, as seen at a moment; undefined if there is no answer to be had. */
  absences(runId: number, atMs: number): Promise<AnsweredAbsence[] | undefined>;
  /** The claims of the text about the run on screen; undefined if there is no answer to be had. */
  claims(runId: number): Promise<ClaimOnRun[] | undefined>;
  /** The story of the run on screen; undefined if there is no answer to be had. */
  present(runId: number): Promise<Presentation | undefined>;
  /** A list about the run on screen; undefined if there is no answer to be had. */
  list<Kind extends keyof Lists>(kind: Kind, runId: number): Promise<Lists[Kind] | undefined>;
  /** What can be varied in a text, and the values that axes stand for or why they stand for none. */
  sweepOffer(text: string, axes: string[]): Promise<SweepOffer>;
  /** Makes the runs of a sweep on several workers; calls back with each. Returns what stops it. */
  sweep(order: SweepOrder, made: (index: number, run: SweptRun) => void, done: () => void): () => void;
  /** Puts text on the clipboard; false if the browser does not let us. */
  copy(text: string): Promise<boolean>;
  /** A setting of the reader's that is kept in this browser. */
  preference(name: string): string | undefined;
  setPreference(name: string, value: string): void;
}
