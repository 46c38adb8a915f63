/**
 * What the page needs from its code editor. The class that implements it knows Monaco and is a chunk of its own; until that
 * is loaded a plain textarea does the work.
 */
import type { Fix } from '../../model/diagnostics.ts';
import type { Half } from '../../model/scenario-text.ts';
import type { HeldValue } from './values/hold.ts';
import type { Value } from './values/values.ts';

export interface Problem {
  severity: 'error' | 'warning' | 'info';
  message: string;
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
  /** What mends it, offered at its place; `title` is what that is called. */
  remedy?: { fix: Fix; apply(title: string): void };
}

/** A bar in the gutter: these lines govern a lane of the timeline. Lines are 1-based and inclusive. */
export interface GutterBar {
  fromLine: number;
  toLine: number;
  role: GutterRole;
}

export type GutterRole = 'serve' | 'fail' | 'hook' | 'boot' | 'wait';

/** Where the writer is: offsets into the text and the first visible line's distance from the top. */
export interface CaretPlace {
  selectionStart: number;
  selectionEnd: number;
  scrollTopPx: number;
  focused: boolean;
}

/** Words behind a line that are no part of the text. */
export interface EndOfLine {
  line: number;
  text: string;
  /** A click on them. */
  choose(): void;
}

export interface CodeEditorOptions {
  host: HTMLElement;
  texts: Record<Half, string>;
  half: Half;
  labels: Record<Half, string>;
  onEdit(half: Half, text: string): void;
  /** The caret came to rest on another line (1-based) of the tab. */
  onCaretLine(half: Half, line: number): void;
  /** A number or duration of the tab is taken, to be dragged. */
  hold(half: Half, value: Value): HeldValue;
}

export interface CodeEditor {
  show(half: Half): void;
  /** Replaces a text from outside; the undo history of the old one goes with it. */
  replace(half: Half, text: string): void;
  /** Changes a text from outside, as one edit that an undo takes back, and shows the place. */
  edit(half: Half, text: string): void;
  setProblems(half: Half, problems: readonly Problem[]): void;
  setGutter(half: Half, bars: readonly GutterBar[], selected: { fromLine: number; toLine: number } | undefined): void;
  /** Puts words behind lines, in place of those that were there. */
  setEndsOfLines(half: Half, ends: readonly EndOfLine[]): void;
  setTheme(theme: 'light' | 'dark'): void;
  /** Puts the caret on a line and shows it. */
  reveal(half: Half, line: number, column: number): void;
  place(place: CaretPlace): void;
  focus(): void;
  /** Where the caret is: line from 1, column from 0. */
  caret(): { half: Half; line: number; column: number } | undefined;
  /** Tells readers who do not see it what has become of the text. */
  say(words: string): void;
  dispose(): void;
}
