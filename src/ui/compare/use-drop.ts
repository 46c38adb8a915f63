import { useEffect } from 'react';
import { useActions } from '../context.ts';
import { compareWithFile } from './open-file.ts';

/** A file that is dropped on the page is put beside the present run. The editor keeps what is dropped into it. */
export function useDrop(): void {
  const actions = useActions();
  useEffect(() => {
    const isOurs = (event: DragEvent) =>
      event.dataTransfer?.types.includes('Files') === true && !(event.target as HTMLElement).closest('.monaco-editor, textarea');
    const over = (event: DragEvent) => {
      if (isOurs(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (!file || !isOurs(event)) return;
      event.preventDefault();
      void compareWithFile(file, actions);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [actions]);
}
