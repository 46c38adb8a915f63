import { isBadValue, type LaneId, type LaneLayout, type TimelineModel, valueAt } from '../../timeline/index.ts';

/** Rough widths of a character at normal size; enough to choose between two lengths of a text. */
const LABEL_CHARACTER_PX = 6.4;
const VALUE_CHARACTER_PX = 6.8;
const PADDING_PX = 44;

/** How many characters wide a text is: a Chinese one takes the room of two. */
function charactersOf(text: string): number {
  return text.length + (text.match(/[\p{Script=Han}，：]/gu)?.length ?? 0);
}

/**
 * Writes each lane's value at the playhead into the label column. The playhead moves with every frame while it is dragged or
 * plays, so the texts go into the DOM without React.
 */
export class LaneValues {
  readonly #elements = new Map<LaneId, HTMLElement>();
  readonly #registrars = new Map<LaneId, (element: HTMLElement | null) => void>();
  #scene: { model: TimelineModel; layout: LaneLayout; labelPx: number } | undefined;

  configure(model: TimelineModel, layout: LaneLayout, labelPx: number): void {
    this.#scene = { model, layout, labelPx };
  }

  /** A ref for the element that shows a lane's value. */
  register(lane: LaneId): (element: HTMLElement | null) => void {
    let registrar = this.#registrars.get(lane);
    if (!registrar) {
      registrar = (element) => {
        if (element) this.#elements.set(lane, element);
        else this.#elements.delete(lane);
      };
      this.#registrars.set(lane, registrar);
    }
    return registrar;
  }

  show(timeMs: number): void {
    if (!this.#scene) return;
    const { model, layout, labelPx } = this.#scene;
    for (const { lane } of layout.rects) {
      const element = this.#elements.get(lane.id);
      if (!element) continue;
      const long = valueAt(model, lane.id, timeMs);
      const roomPx = labelPx - PADDING_PX - charactersOf(lane.label) * LABEL_CHARACTER_PX * layout.unit;
      const value = labelPx > 100 && charactersOf(long) * VALUE_CHARACTER_PX * layout.unit <= roomPx ? long : valueAt(model, lane.id, timeMs, true);
      if (element.textContent !== value) element.textContent = value;
      if (element.title !== long) element.title = long;
      element.toggleAttribute('data-bad', isBadValue(value));
    }
  }
}
