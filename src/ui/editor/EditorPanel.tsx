import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { lazily } from '../lazily.ts';
import type { Half } from '../../model/scenario-text.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { useAfterFirstPaint } from '../first-paint.ts';
import controls from '../styles/controls.module.css';
import { texts } from '../texts/index.ts';
import { currentTheme, onAppearanceChange } from '../theme.ts';
import type { CodeEditor } from './code-editor.ts';
import { setEditorOf } from './editor-of.ts';
import styles from './EditorPanel.module.css';
import { gutterBars, highlightedLines } from './gutter.ts';
import { loadCodeEditor } from './load.ts';
import { PlainEditor } from './PlainEditor.tsx';
import { markersOf } from './markers.ts';

/** Loaded later: before the first run there is nothing to say about it, and nothing to undo. */
const loadFoot = () => import('./EditorFoot.tsx');

const HALVES: readonly Half[] = ['pod', 'scenario'];
/** The same text as a form, for fingers and for readers who do not want YAML. */
const FormView = lazily(() => import('../form/FormView.tsx'));
const TABS = [...HALVES, 'form'] as const;
/** Readers on a telephone, with nothing finer than a finger, begin with the form. */
const isForFingers = () => matchMedia('(max-width: 640px)').matches && !matchMedia('(any-pointer: fine)').matches;
/** How often the text is updated while a number is dragged. */
const DRAGGED_EDITS_APART_MS = 120;
const NEW_SCENARIO = `apiVersion: podloupe.dev/v1
kind: Scenario
spec:
  workloads: {}
  actions: []
`;
const labels: Record<Half, string> = { pod: texts.editor.podField, scenario: texts.editor.scenarioField };

/** The scenario text in two tabs, with what is wrong with it below. */
export function EditorPanel() {
  const { set, editHalf } = useActions();
  const foot = useAfterFirstPaint(loadFoot);
  const half = useApp((state) => state.half);
  const scenarioIsEmpty = useApp((state) => state.halves.scenario.trim() === '');
  const [editor, setEditor] = useState<CodeEditor>();
  const editorOpen = useApp((state) => state.editorOpen);
  const [formShown, setFormShown] = useState(isForFingers);
  const shown = formShown ? 'form' : half;
  const choose = (tab: (typeof TABS)[number]) => {
    setFormShown(tab === 'form');
    if (tab !== 'form') set({ half: tab });
  };
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  useCodeEditor(host, plain, setEditor);
  useEditorSync(editor);

  const jump = useCallback(
    (place: { half: Half; line: number; column: number }) => {
      setFormShown(false);
      set({ half: place.half });
      if (editor) {
        editor.reveal(place.half, place.line, place.column);
        editor.focus();
      } else plain.current?.focus();
    },
    [editor, set],
  );
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const at = TABS.indexOf(shown) + (event.key === 'ArrowLeft' ? -1 : 1);
    const next = TABS[(at + TABS.length) % TABS.length] ?? 'pod';
    choose(next);
    document.getElementById(`editor-tab-${next}`)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const addScenario = half === 'scenario' && scenarioIsEmpty;
  return (
    <div className={styles.panel}>
      <div className={styles.tabs} role="tablist" aria-label={texts.editor.label} onKeyDown={press}>
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`editor-tab-${each}`}
            aria-selected={each === shown}
            aria-controls="editor-text"
            tabIndex={each === shown ? 0 : -1}
            onClick={() => choose(each)}
          >
            {texts.editor.tabs[each]}
          </button>
        ))}
      </div>
      <div className={styles.text} role="tabpanel" id="editor-text" aria-labelledby={`editor-tab-${shown}`}>
        <div ref={host} className={styles.host} hidden={!editor || addScenario || formShown} data-testid="code-editor" />
        {formShown && editorOpen && <FormView />}
        {!editor && !addScenario && !formShown && <PlainEditor ref={plain} half={half} label={labels[half]} />}
        {addScenario && !formShown && (
          <div className={styles.add}>
            <p>{texts.editor.noScenario}</p>
            <button
              type="button"
              className={controls.line}
              onClick={() => {
                editHalf('scenario', NEW_SCENARIO);
                editor?.replace('scenario', NEW_SCENARIO);
              }}
            >
              {texts.editor.addScenario}
            </button>
          </div>
        )}
      </div>
      {foot ? <foot.EditorFoot jump={jump} editor={editor} /> : <div className={styles.status} />}
    </div>
  );
}

/** Loads the code editor once the first run is on screen, and puts it where the textarea was: same text, caret and scroll. */
function useCodeEditor(host: RefObject<HTMLDivElement | null>, plain: RefObject<HTMLTextAreaElement | null>, ready: (editor: CodeEditor) => void): void {
  const { store, frames } = useWiring();
  useEffect(() => {
    let gone = false;
    let editor: CodeEditor | undefined;
    void loadCodeEditor(store, frames).then((create) => {
      if (gone || !create || !host.current) return;
      const { halves, half } = store.getState();
      const field = plain.current;
      const place = field && {
        selectionStart: field.selectionStart,
        selectionEnd: field.selectionEnd,
        scrollTopPx: field.scrollTop,
        focused: document.activeElement === field,
      };
      host.current.hidden = false;
      editor = create({
        host: host.current,
        texts: { pod: halves.pod, scenario: halves.scenario },
        half,
        labels: { pod: `${labels.pod}. ${texts.editor.leaveHint}`, scenario: `${labels.scenario}. ${texts.editor.leaveHint}` },
        onEdit: store.actions.editHalf,
        onCaretLine: (tab, line) => store.actions.caretAt(tab, line),
      });
      if (place) editor.place(place);
      // Without the plain field there is something else in its place by now, a form: the code editor waits behind it
      host.current.hidden = !field;
      setEditorOf(store, editor);
      ready(editor);
    });
    return () => {
      gone = true;
      setEditorOf(store, undefined);
      editor?.dispose();
    };
  }, [store, frames, host, plain, ready]);
}

/** Keeps the code editor showing what the state says, as far as it did not say it itself. */
function useEditorSync(editor: CodeEditor | undefined): void {
  const { store, services } = useWiring();
  const half = useApp((state) => state.half);
  const epoch = useApp((state) => state.tabsEpoch);
  const edits = useApp((state) => state.editsEpoch);
  const diagnostics = useApp((state) => state.diagnostics);
  const facts = useApp((state) => state.run?.facts);
  const valid = useApp((state) => state.status.kind === 'current');
  const lane = useApp((state) => state.selectedLane);
  const dragging = useApp((state) => state.dragging);
  const editedAtMs = useRef(0);
  useEffect(() => editor?.show(half), [editor, half]);
  useEffect(() => {
    const { halves } = store.getState();
    editor?.replace('pod', halves.pod);
    editor?.replace('scenario', halves.scenario);
  }, [editor, epoch, store]);
  useEffect(() => {
    const edit = () => {
      const { halves, half: front } = store.getState();
      // Each edit shows its tab: the last one is that in front
      for (const each of HALVES) if (each !== front) editor?.edit(each, halves[each]);
      editor?.edit(front, halves[front]);
      editedAtMs.current = performance.now();
    };
    const waitMs = dragging ? editedAtMs.current + DRAGGED_EDITS_APART_MS - performance.now() : 0;
    if (waitMs <= 0) {
      edit();
      return undefined;
    }
    const timer = setTimeout(edit, waitMs);
    return () => clearTimeout(timer);
  }, [editor, edits, dragging, store]);
  useEffect(() => {
    if (dragging) return;
    const { text } = store.getState();
    for (const each of HALVES)
      editor?.setProblems(
        each,
        markersOf(text, diagnostics, each, (diagnostic, title) => void services.changes.mend(diagnostic, title)),
      );
  }, [editor, diagnostics, dragging, store, services]);
  useEffect(() => {
    if (!valid || !facts || dragging) return;
    const { text } = store.getState();
    for (const each of HALVES) editor?.setGutter(each, gutterBars(text, facts.governing, each), highlightedLines(text, facts.governing, lane, each));
  }, [editor, facts, valid, lane, dragging, store]);
  useEffect(() => {
    if (!editor) return undefined;
    editor.setTheme(currentTheme());
    return onAppearanceChange(() => editor.setTheme(currentTheme()));
  }, [editor]);
}
