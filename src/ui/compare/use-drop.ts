import { useEffect } from 'react';
import { useWiring } from '../context.ts';
import { compareOrAsk, importedFrom, isCaptured } from './open-file.ts';

/** Handles files that are dropped on the page: a recording is put beside the present run; for any other file the page asks what to do with it. What is dropped into the editor stays there. */
export function useDrop(): void {
  const { store } = useWiring();
  useEffect(() => {
    const { actions } = store;
    const isOurs = (event: DragEvent) =>
      event.dataTransfer?.types.includes('Files') === true && !(event.target as HTMLElement).closest('.monaco-editor, textarea');
    const over = (event: DragEvent) => {
      if (isOurs(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const files = event.dataTransfer?.files;
      if (!files?.length || !isOurs(event)) return;
      event.preventDefault();
      void importedFrom([...files], actions).then((imported) => {
        if (!imported) return;
        if (isCaptured(imported.text)) void compareOrAsk(imported, store);
        else actions.set({ dialog: 'import', imported });
      });
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [store]);
}
