/** The tooltip at the pointer. */
import { pageZoom } from '../theme.ts';

/** How far the tip keeps from the edges of the page, in CSS pixels. */
const EDGE_PX = 8;

export class Tip {
  readonly #element: HTMLElement;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Shows lines of text at a place of the page; the first is bold, empty ones are left out. */
  show(texts: readonly string[], { clientX, clientY }: Pick<PointerEvent, 'clientX' | 'clientY'>): void {
    const tip = this.#element;
    const lines = texts.map((text, index) => {
      const line = document.createElement(index === 0 ? 'b' : 'span');
      line.textContent = text;
      return line;
    });
    tip.replaceChildren(...lines.filter((line) => line.textContent !== ''));
    tip.hidden = false;
    const within = (px: number, mostPx: number) => `${Math.max(EDGE_PX, Math.min(px, mostPx - EDGE_PX))}px`;
    tip.style.left = within(clientX / pageZoom() + 14, innerWidth / pageZoom() - tip.offsetWidth);
    tip.style.top = within(clientY / pageZoom() + 16, innerHeight / pageZoom() - tip.offsetHeight);
  }

  hide(): void {
    this.#element.hidden = true;
  }
}
