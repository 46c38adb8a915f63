/** The code editor on Monaco. This module and what it imports is a chunk of its own, loaded after the first run is on screen. */
import * as monaco from 'monaco-editor/editor';
import './monaco-features.ts';
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices';
import { IUndoRedoService } from 'monaco-editor/platform/undoRedo/common/undoRedo';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { configureMonacoYaml } from 'monaco-yaml';
import podSchema from '../../scenario/schema/pod.schema.json';
import scenarioSchema from '../../scenario/schema/scenario.schema.json';
import type { Half } from '../../model/scenario-text.ts';
import type { Theme } from '../../timeline/tokens.ts';
import type { CaretPlace, CodeEditor, CodeEditorOptions, EndOfLine, GutterBar, Problem } from './code-editor.ts';
import { fixTitle } from './fix-title.ts';
import { takeColours } from './monaco-theme.ts';
import { ValueGrip } from './values/value-grip.ts';
import YamlWorker from './yaml.worker.ts?worker';
import './monaco.css';

globalThis.MonacoEnvironment = {
  getWorker: (_id: string, label: string) => (label === 'yaml' ? new YamlWorker() : new EditorWorker()),
};

const FILES: Record<Half, string> = { pod: 'file:///pod.yaml', scenario: 'file:///scenario.yaml' };
const OWNER = 'podloupe';
const REMEDY = 'podloupe.remedy';
/** Of a longer text the page is told in a task of its own: the editor alone keeps its thread busy long enough. */
const LONG_TEXT = 200_000;

// The page has one undo for everything (store/history.ts). Monaco's own would keep each paste once more, and hold the page up while it writes it out
StandaloneServices.get(IUndoRedoService).pushElement = () => {};

// Validation is ours (the simulator reads the text anyway and knows more); the schemas feed completion and hover.
configureMonacoYaml(monaco as never, {
  enableSchemaRequest: false,
  isKubernetes: true,
  hover: true,
  completion: true,
  validate: false,
  format: { enable: false },
  schemas: [
    { uri: 'inmemory://schema/pod.json', fileMatch: ['**/pod.yaml'], schema: podSchema as never },
    { uri: 'inmemory://schema/scenario.json', fileMatch: ['**/scenario.yaml'], schema: scenarioSchema as never },
  ],
});

const SEVERITIES = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
};

/** Makes the style sheet of all editors, before there is one. */
export function dressEditors(theme: Theme): void {
  takeColours(monaco, theme);
}

export class MonacoCodeEditor implements CodeEditor {
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #models: Record<Half, monaco.editor.ITextModel>;
  readonly #viewStates = new Map<Half, monaco.editor.ICodeEditorViewState | null>();
  readonly #decorations: Record<Half, string[]> = { pod: [], scenario: [] };
  readonly #ends: Record<Half, string[]> = { pod: [], scenario: [] };
  readonly #problems: Record<Half, readonly Problem[]> = { pod: [], scenario: [] };
  readonly #labels: Record<Half, string>;
  readonly #subscriptions: monaco.IDisposable[] = [];
  readonly #said: HTMLElement;
  /** Edits of long texts that the page is about to be told of. */
  readonly #untold = new Map<Half, () => void>();
  #half: Half;
  /** Set while a text is put in from outside: that is no edit. */
  #replacing = false;

  constructor({ host, texts, half, labels, onEdit, onCaretLine, hold }: CodeEditorOptions) {
    this.#half = half;
    this.#labels = labels;
    this.#models = { pod: modelOf('pod', texts.pod), scenario: modelOf('scenario', texts.scenario) };
    this.#editor = monaco.editor.create(host, {
      model: this.#models[half],
      ariaLabel: labels[half],
      automaticLayout: true,
      guides: { indentation: false },
      fixedOverflowWidgets: true,
      fontFamily: getComputedStyle(host).getPropertyValue('--mono'),
      fontSize: 12,
      fontLigatures: false,
      lineHeight: 19,
      lineNumbersMinChars: 3,
      lineDecorationsWidth: 18,
      glyphMargin: false,
      folding: false,
      minimap: { enabled: false },
      padding: { top: 5, bottom: 5 },
      overviewRulerLanes: 0,
      overviewRulerBorder: false,
      hideCursorInOverviewRuler: true,
      renderLineHighlight: 'none',
      scrollBeyondLastLine: false,
      scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
      stickyScroll: { enabled: false },
      occurrencesHighlight: 'off',
      quickSuggestions: { strings: true, other: true, comments: false },
      tabSize: 2,
      // With these two off, Monaco's own editor worker (93 kB) is never fetched.
      wordBasedSuggestions: 'off',
      links: false,
    });
    for (const each of ['pod', 'scenario'] as const) {
      const model = this.#models[each];
      this.#subscriptions.push(
        model.onDidChangeContent(() => {
          if (this.#replacing) return;
          if (model.getValueLength() > LONG_TEXT) this.#untold.set(each, () => onEdit(each, model.getValue()));
          else onEdit(each, model.getValue());
          if (this.#untold.size > 0) setTimeout(() => this.#tell(each));
        }),
      );
    }
    this.#subscriptions.push(this.#editor.onMouseDown(({ target, event }) => event.leftButton && chosenEnd(target)?.choose()));
    this.#subscriptions.push(this.#offerRemedies());
    this.#said = document.createElement('div');
    this.#said.className = 'visually-hidden';
    this.#said.setAttribute('role', 'status');
    host.append(this.#said);
    this.#subscriptions.push(new ValueGrip({ editor: this.#editor, host, half: () => this.#half, hold }));
    this.#subscriptions.push(this.#editor.onDidChangeCursorPosition(({ position }) => onCaretLine(this.#half, position.lineNumber)));
  }

  show(half: Half): void {
    if (half === this.#half) return;
    this.#viewStates.set(this.#half, this.#editor.saveViewState());
    this.#half = half;
    this.#editor.setModel(this.#models[half]);
    this.#editor.restoreViewState(this.#viewStates.get(half) ?? null);
    this.#editor.updateOptions({ ariaLabel: this.#labels[half] });
  }

  replace(half: Half, text: string): void {
    // Another text is opened: what the page has not heard of belonged to the one before
    this.#untold.delete(half);
    if (this.#models[half].getValue() === text) return;
    this.#replacing = true;
    this.#models[half].setValue(text);
    this.#replacing = false;
    this.#viewStates.delete(half);
  }

  edit(half: Half, text: string): void {
    // What was written is newer than what the page knew
    if (this.#tell(half)) return;
    const model = this.#models[half];
    const before = model.getValue();
    if (before === text) return;
    const shorter = Math.min(before.length, text.length);
    let head = 0;
    while (head < shorter && before[head] === text[head]) head += 1;
    let tail = 0;
    while (tail < shorter - head && before.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    const range = monaco.Range.fromPositions(model.getPositionAt(head), model.getPositionAt(before.length - tail));
    this.#replacing = true;
    model.pushStackElement();
    model.pushEditOperations(null, [{ range, text: text.slice(head, text.length - tail) }], () => null);
    model.pushStackElement();
    this.#replacing = false;
    this.show(half);
    this.#editor.revealLineInCenterIfOutsideViewport(range.startLineNumber);
  }

  setProblems(half: Half, problems: readonly Problem[]): void {
    this.#problems[half] = problems;
    const markers = problems.map((problem) => ({
      severity: SEVERITIES[problem.severity],
      message: problem.message,
      startLineNumber: problem.startLine,
      startColumn: problem.startColumn,
      endLineNumber: problem.endLine,
      endColumn: problem.endColumn,
    }));
    monaco.editor.setModelMarkers(this.#models[half], OWNER, markers);
  }

  /** Quick fixes: the bulb beside a line, and Ctrl+. on it. */
  #offerRemedies(): monaco.IDisposable {
    const command = monaco.editor.registerCommand(REMEDY, (_, apply: () => void) => apply());
    const provider = monaco.languages.registerCodeActionProvider('yaml', {
      provideCodeActions: (model, { startLineNumber, endLineNumber }) => {
        const half = model === this.#models.pod ? 'pod' : 'scenario';
        const near = this.#problems[half].filter(({ startLine, endLine }) => startLine <= endLineNumber && endLine >= startLineNumber);
        const actions = near.flatMap(({ remedy }) => {
          if (!remedy) return [];
          const title = fixTitle(remedy.fix);
          return [{ title, kind: 'quickfix', isPreferred: true, command: { id: REMEDY, title, arguments: [() => remedy.apply(title)] } }];
        });
        return { actions, dispose: () => {} };
      },
    });
    return { dispose: () => [command, provider].forEach((each) => each.dispose()) };
  }

  setGutter(half: Half, bars: readonly GutterBar[], selected: { fromLine: number; toLine: number } | undefined): void {
    const lines = (fromLine: number, toLine: number) => new monaco.Range(fromLine, 1, toLine, 1);
    const decorations: monaco.editor.IModelDeltaDecoration[] = bars.map(({ fromLine, toLine, role }) => ({
      range: lines(fromLine, toLine),
      options: { isWholeLine: true, linesDecorationsClassName: `gutter-bar gutter-bar-${role}` },
    }));
    if (selected)
      decorations.push({
        range: lines(selected.fromLine, selected.toLine),
        options: { isWholeLine: true, className: 'governing-lines', marginClassName: 'governing-lines' },
      });
    this.#decorations[half] = this.#models[half].deltaDecorations(this.#decorations[half], decorations);
  }

  setEndsOfLines(half: Half, ends: readonly EndOfLine[]): void {
    const model = this.#models[half];
    const decorations = ends
      .filter(({ line }) => line <= model.getLineCount())
      .map((end): monaco.editor.IModelDeltaDecoration => {
        const column = model.getLineMaxColumn(end.line);
        return {
          range: new monaco.Range(end.line, column, end.line, column),
          options: {
            showIfCollapsed: true,
            stickiness: monaco.editor.TrackedRangeStickiness.GrowsOnlyWhenTypingBefore,
            after: {
              // Room for the grip of a value
              content: `     ${end.text}`.replaceAll(' ', '\u00a0'),
              inlineClassName: 'end-of-line',
              cursorStops: monaco.editor.InjectedTextCursorStops.None,
              attachedData: end,
            },
          },
        };
      });
    this.#ends[half] = model.deltaDecorations(this.#ends[half], decorations);
  }

  setTheme(theme: Theme): void {
    dressEditors(theme);
  }

  reveal(half: Half, line: number, column: number): void {
    this.show(half);
    this.#editor.setPosition({ lineNumber: line, column });
    this.#editor.revealLineInCenterIfOutsideViewport(line);
  }

  place({ selectionStart, selectionEnd, scrollTopPx, focused }: CaretPlace): void {
    const model = this.#models[this.#half];
    const from = model.getPositionAt(selectionStart);
    const to = model.getPositionAt(selectionEnd);
    this.#editor.setSelection(new monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column));
    this.#editor.setScrollTop(scrollTopPx);
    if (focused) this.#editor.focus();
  }

  focus(): void {
    this.#editor.focus();
  }

  caret(): { half: Half; line: number; column: number } | undefined {
    const position = this.#editor.getPosition();
    return position ? { half: this.#half, line: position.lineNumber, column: position.column - 1 } : undefined;
  }

  say(words: string): void {
    this.#said.textContent = words;
  }

  /** Tells the page of an edit that waits; false if none does. */
  #tell(half: Half): boolean {
    const tell = this.#untold.get(half);
    this.#untold.delete(half);
    tell?.();
    return tell !== undefined;
  }

  dispose(): void {
    for (const half of ['pod', 'scenario'] as const) this.#tell(half);
    this.#said.remove();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#editor.dispose();
    for (const model of Object.values(this.#models)) model.dispose();
  }
}

/** The words behind a line that were clicked on. Monaco knows them, and its types do not say so. */
function chosenEnd(target: monaco.editor.IMouseTarget): EndOfLine | undefined {
  if (target.type !== monaco.editor.MouseTargetType.CONTENT_TEXT) return undefined;
  const { injectedText } = target.detail as { injectedText?: { options: monaco.editor.InjectedTextOptions } };
  return injectedText?.options.attachedData as EndOfLine | undefined;
}

function modelOf(half: Half, text: string): monaco.editor.ITextModel {
  const model = monaco.editor.createModel(text, 'yaml', monaco.Uri.parse(FILES[half]));
  // Brackets of all depths have one colour: the tree behind the colours holds up the page in a long text. The editor's own option does not reach the model
  model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
  return model;
}
