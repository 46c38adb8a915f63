/** How wide a text is, so that the first form that fits can be chosen. */
import { MONO_FONT, SANS_FONT } from '../../timeline/index.ts';

export const SMALL_FONT = `450 12px ${SANS_FONT}`;
export const STRIP_FONT = `500 11px ${SANS_FONT}`;
export const MONO_FONT_CSS = `600 11.5px ${MONO_FONT}`;

const widths = new Map<string, number>();
const MAX_REMEMBERED = 2000;
let context: CanvasRenderingContext2D | null | undefined;

export function textWidthPx(text: string, font: string): number {
  const key = `${font}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 7;
  context.font = font;
  const width = context.measureText(text).width;
  if (widths.size >= MAX_REMEMBERED) widths.clear();
  widths.set(key, width);
  return width;
}

/** The first of the forms, longest first, that has room; undefined if none has. */
export function firstThatFits(forms: readonly string[], roomPx: number, font: string): string | undefined {
  return forms.find((form) => form !== '' && textWidthPx(form, font) <= roomPx);
}
