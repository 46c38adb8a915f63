import { useEffect } from 'react';
import { useActions } from '../context.ts';
import { importedFrom, isCaptured } from './open-file.ts';

/** What really happened is put beside the present run; what is to become of another file that is dropped on the page is asked. The editor keeps what is dropped into it. */
export function useDrop(): void {
  const actions = useActions();
  useEffect(() => {
    const isOurs = (event: DragEvent) =>
      event.dataTransfer?.types.includes('Files') === true && !(event.target as HTMLElement).closest('.monaco-editor, textarea');
    const over = (event: DragEvent) => {
      if (isOurs(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const files = event.dataTransfer?.files;
      if (!files?.length || !isOurs(event)) return;
      event.preventDefault();
      void importedFrom([...files]).then((imported) => {
        if (isCaptured(imported.text)) actions.startComparison({ kind: 'text', ...imported });
        else actions.set({ dialog: 'import', imported });
      });
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [actions]);
}
