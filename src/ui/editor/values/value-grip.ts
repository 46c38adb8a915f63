/** The grip beside a number or duration under the pointer: dragging it sideways changes the value. Knows Monaco. */
import * as monaco from 'monaco-editor/editor';
import type { Half } from '../../../model/scenario-text.ts';
import { valueTexts as words } from '../../texts/en-values.ts';
import type { HeldValue } from './hold.ts';
import { stepped, type Value, valueAt } from './values.ts';

export interface ValueGripOptions {
  editor: monaco.editor.IStandaloneCodeEditor;
  host: HTMLElement;
  half(): Half;
  hold(half: Half, value: Value): HeldValue;
}

const WIDGET = 'podloupe.value-grip';
const PX_PER_STEP = 6;
const FAST = 10;
/** On the host while Alt is held: the number itself can be dragged. */
const ALT_CLASS = 'alt-held';

export class ValueGrip implements monaco.editor.IContentWidget {
  readonly suppressMouseDown = true;
  readonly allowEditorOverflow = false;
  readonly #options: ValueGripOptions;
  readonly #node: HTMLElement;
  readonly #told: HTMLElement;
  readonly #mark: monaco.editor.IEditorDecorationsCollection;
  readonly #subscriptions: monaco.IDisposable[];
  readonly #stop = new AbortController();
  #value: Value | undefined;
  #dragging = false;
  #letGo: () => void = () => {};

  constructor(options: ValueGripOptions) {
    const { editor, host } = options;
    this.#options = options;
    this.#node = document.createElement('div');
    this.#node.className = 'value-grip';
    this.#node.title = words.grip;
    // Keys do the same, and say so
    this.#node.setAttribute('aria-hidden', 'true');
    this.#told = document.createElement('span');
    this.#node.append(this.#told);
    this.#mark = editor.createDecorationsCollection();
    editor.addContentWidget(this);
    this.#subscriptions = [
      editor.onMouseMove(({ target, event }) => {
        host.classList.toggle(ALT_CLASS, event.altKey);
        if (!this.#dragging && !isOn(target)) this.#show(this.#valueIn(target));
      }),
      editor.onMouseLeave(() => !this.#dragging && this.#show(undefined)),
      // A finger has no hover: it taps, and the caret goes there
      editor.onDidChangeCursorPosition(({ source, position }) => source === 'mouse' && !this.#dragging && this.#show(this.#valueAt(position))),
      editor.onDidChangeModel(() => this.#show(undefined)),
      editor.onDidChangeModelContent(() => this.#show(this.#dragging ? this.#valueAgain() : undefined)),
    ];
    const { signal } = this.#stop;
    this.#node.addEventListener('pointerdown', (event) => this.#value && this.#drag(event, this.#node, this.#value), { signal });
    // Before Monaco, for which Alt and a click make one more caret
    for (const type of ['pointerdown', 'mousedown'] as const) {
      host.addEventListener(type, (event) => this.#pressWithAlt(event), { signal, capture: true });
    }
    for (const type of ['keydown', 'keyup'] as const) {
      document.addEventListener(type, ({ key }) => key === 'Alt' && host.classList.toggle(ALT_CLASS, type === 'keydown'), { signal });
    }
  }

  getId(): string {
    return WIDGET;
  }

  getDomNode(): HTMLElement {
    return this.#node;
  }

  getPosition(): monaco.editor.IContentWidgetPosition | null {
    if (!this.#value) return null;
    const { line, toColumn } = this.#value;
    return { position: { lineNumber: line, column: toColumn + 1 }, preference: [monaco.editor.ContentWidgetPositionPreference.EXACT] };
  }

  dispose(): void {
    this.#letGo();
    this.#stop.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#options.editor.removeContentWidget(this);
  }

  #valueIn(target: monaco.editor.IMouseTarget): Value | undefined {
    return target.type === monaco.editor.MouseTargetType.CONTENT_TEXT ? this.#valueAt(target.position) : undefined;
  }

  #valueAt({ lineNumber, column }: monaco.IPosition): Value | undefined {
    const model = this.#options.editor.getModel();
    if (!model) return undefined;
    return valueAt(this.#options.half(), (line) => model.getLineContent(line), lineNumber, column - 1);
  }

  /** The value where it was, which is written otherwise by now. */
  #valueAgain(): Value | undefined {
    const before = this.#value;
    return before && this.#valueAt({ lineNumber: before.line, column: before.fromColumn + 1 });
  }

  #show(value: Value | undefined): void {
    const before = this.#value;
    const isSame = before?.line === value?.line && before?.fromColumn === value?.fromColumn && before?.toColumn === value?.toColumn;
    this.#value = value;
    if (isSame) return;
    this.#mark.set(
      value
        ? [{ range: new monaco.Range(value.line, value.fromColumn + 1, value.line, value.toColumn + 1), options: { inlineClassName: 'steppable-value' } }]
        : [],
    );
    this.#options.editor.layoutContentWidget(this);
  }

  #pressWithAlt(event: MouseEvent): void {
    if (!event.altKey || event.button !== 0) return;
    const target = this.#options.editor.getTargetAtClientPoint(event.clientX, event.clientY);
    const value = target && this.#valueIn(target);
    if (!value) return;
    this.#show(value);
    if (event instanceof PointerEvent) this.#drag(event, this.#options.host, value);
    event.preventDefault();
    event.stopPropagation();
  }

  #drag(event: PointerEvent, target: HTMLElement, value: Value): void {
    if (event.button !== 0 || this.#dragging) return;
    event.preventDefault();
    event.stopPropagation();
    target.setPointerCapture(event.pointerId);
    const { editor, host, half, hold } = this.#options;
    const held = hold(half(), value);
    const ended = new AbortController();
    const { signal } = ended;
    let last = 0;
    const go = (steps: number) => {
      if (steps === last) return;
      last = steps;
      this.#told.textContent = words.set(value.name, stepped(value, steps));
      held.move(steps);
    };
    const end = () => {
      this.#letGo = () => {};
      ended.abort();
      held.release();
      this.#dragging = false;
      this.#node.classList.remove('dragged');
      host.classList.remove('dragging-value');
      editor.updateOptions({ hover: { enabled: 'on' } });
    };
    // What the schema says of the field would lie over its value
    editor.updateOptions({ hover: { enabled: 'off' } });
    this.#dragging = true;
    this.#letGo = end;
    this.#told.textContent = words.set(value.name, value.text);
    this.#node.classList.add('dragged');
    host.classList.add('dragging-value');
    target.addEventListener('pointermove', ({ clientX, shiftKey }) => go(Math.trunc((clientX - event.clientX) / PX_PER_STEP) * (shiftKey ? FAST : 1)), {
      signal,
    });
    for (const type of ['pointerup', 'pointercancel'] as const) target.addEventListener(type, end, { signal });
    document.addEventListener(
      'keydown',
      (pressed) => {
        if (pressed.key !== 'Escape') return;
        pressed.preventDefault();
        pressed.stopPropagation();
        go(0);
        end();
      },
      { signal, capture: true },
    );
  }
}

function isOn(target: monaco.editor.IMouseTarget): boolean {
  return target.type === monaco.editor.MouseTargetType.CONTENT_WIDGET && target.detail === WIDGET;
}
