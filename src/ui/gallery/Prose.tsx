import { Fragment } from 'react';
import { unbroken } from '../format.ts';

/** A paragraph of Markdown as the library writes it: `code` and *emphasis*. `mark` says which parts to highlight. */
export function Prose({ text, mark = plain }: { text: string; mark?: (text: string) => React.ReactNode }) {
  const parts = text.split(/(`[^`]+`|\*[^*\s][^*]*\*)/);
  return parts.map((part, index) => {
    const inner = part.slice(1, -1);
    // Parts have no names of their own, and never change places.
    const key = `${index}${part}`;
    if (part.startsWith('`') && part.length > 2) return <code key={key}>{mark(inner)}</code>;
    if (part.startsWith('*') && part.length > 2) return <em key={key}>{mark(inner)}</em>;
    return <Fragment key={key}>{mark(part)}</Fragment>;
  });
}

const plain = unbroken;
