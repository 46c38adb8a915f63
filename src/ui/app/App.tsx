import { lazy, Suspense } from 'react';
import { useActions, useApp } from '../context.ts';
import { EditorPanel } from '../editor/EditorPanel.tsx';
import { Header } from '../header/Header.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { useKeyboard } from '../keyboard.ts';
import { texts } from '../texts/index.ts';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { Transport } from '../transport/Transport.tsx';
import { VerdictBar } from '../verdict/VerdictBar.tsx';
import styles from './App.module.css';
import { NoticeBar } from './NoticeBar.tsx';
import { Separator } from './Separator.tsx';
import { usePaneSizes } from './pane-sizes.ts';

const ScenariosDialog = lazy(() => import('../dialogs/ScenariosDialog.tsx'));
const KeysDialog = lazy(() => import('../dialogs/KeysDialog.tsx'));

export function App() {
  useKeyboard();
  const panes = usePaneSizes();
  const editorOpen = useApp((state) => state.editorOpen);
  const dialog = useApp((state) => state.dialog);
  const { set } = useActions();
  const close = () => set({ dialog: undefined });
  return (
    <div className={styles.app} style={panes.style} data-editor={editorOpen ? 'open' : 'closed'}>
      <Header />
      <NoticeBar />
      <div className={styles.edit}>
        <EditorPanel />
        <Separator className={styles.editSeparator} label={texts.editor.resize} orientation="vertical" pane={panes.editor} />
      </div>
      <main className={styles.view}>
        <VerdictBar />
        <TimelinePanel />
      </main>
      <section className={styles.inspector} aria-label={texts.inspector.label}>
        <Separator className={styles.inspectorSeparator} label={texts.inspector.resize} orientation="horizontal" pane={panes.inspector} />
        <Inspector />
      </section>
      <Transport />
      <Suspense fallback={null}>
        {dialog === 'scenarios' && <ScenariosDialog close={close} />}
        {dialog === 'keys' && <KeysDialog close={close} />}
      </Suspense>
    </div>
  );
}
