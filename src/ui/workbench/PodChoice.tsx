import type { Diagnostic } from '../../model/diagnostics.ts';
import { useActions, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { workbenchTexts } from '../texts/en-workbench.ts';
import styles from './Assumptions.module.css';

const words = workbenchTexts.pods;

/** Which of the text's Pods is simulated: the others are taken out of the text, and one undo brings them back. */
export default function PodChoice({ pods }: { pods: NonNullable<Diagnostic['pods']> }) {
  const { store, services } = useWiring();
  const { applyChange } = useActions();
  const keep = async (index: number, title: string) => {
    const { text } = store.getState();
    const after = await services.changes.gesture(text, { kind: 'keep-pod', index }, []);
    if (store.getState().text !== text) return;
    if (after) applyChange(title, after.text);
    else store.actions.set({ notice: { kind: 'not-applied', title } });
  };
  return (
    <div className={styles.choice} role="group" aria-label={words.label}>
      {pods.map(({ kind, name }, index) => (
        <button key={index} type="button" className={controls.line} onClick={() => void keep(index, words.keep(kind, name))}>
          {words.keep(kind, name)}
        </button>
      ))}
    </div>
  );
}
