/** A proposed change, or a gesture of the reader's, as an edit of the text. */
import { lineDiff } from '../../base/line-diff.ts';
import { EditError, editedText } from '../../scenario/edit.ts';
import { gestured } from '../../scenario/gestures.ts';
import type { Request } from './answer.ts';
import type { SimulationReply } from '../protocol.ts';

export function afterEdit({ id, text, edits }: Request<'edit'>): SimulationReply {
  const edited = orNothing(() => {
    const after = editedText(text, edits);
    return { text: after, diff: lineDiff(text, after) };
  });
  return { kind: 'edit', id, ...(edited && { edited }) };
}

export function afterGesture({ id, text, gesture, doneMs }: Request<'gesture'>): SimulationReply {
  const done = orNothing(() => gestured(text, gesture, doneMs));
  return { kind: 'gesture', id, ...(done && { gestured: done }) };
}

/** Undefined if the text has no place for the edit. */
function orNothing<Result>(edit: () => Result): Result | undefined {
  try {
    return edit();
  } catch (error) {
    if (error instanceof EditError) return undefined;
    throw error;
  }
}
