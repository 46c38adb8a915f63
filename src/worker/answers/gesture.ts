/** A gesture of the reader's as an edit of the text. */
import { EditError } from '../../scenario/edit.ts';
import { gestured } from '../../scenario/gestures.ts';
import type { Request } from './answer.ts';
import type { SimulationReply } from '../protocol.ts';

export function afterGesture({ id, text, gesture, doneMs }: Request<'gesture'>): SimulationReply {
  try {
    return { kind: 'gesture', id, gestured: gestured(text, gesture, doneMs) };
  } catch (error) {
    if (error instanceof EditError) return { kind: 'gesture', id };
    throw error;
  }
}
