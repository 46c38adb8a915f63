import { lazy, Suspense } from 'react';
import { useActions, useApp } from '../context.ts';
import { EditorPanel } from '../editor/EditorPanel.tsx';
import { EditorRail } from './EditorRail.tsx';
import { Header } from '../header/Header.tsx';
import { texts } from '../texts/index.ts';
import styles from './App.module.css';
import { NoticeBar } from './NoticeBar.tsx';
import { LoadingWorkbench } from './LoadingWorkbench.tsx';
import { Separator } from './Separator.tsx';
import { usePaneSizes } from './pane-sizes.ts';

// Everything that draws comes in a second chunk, asked for at once: the frame and the text need not wait for it.
const workbench = import('./Workbench.tsx');
const Workbench = lazy(() => workbench);
const ScenariosDialog = lazy(() => import('../dialogs/ScenariosDialog.tsx'));
const CompareDialog = lazy(() => import('../compare/CompareDialog.tsx'));
const KeysDialog = lazy(() => import('../dialogs/KeysDialog.tsx'));
const SearchDialog = lazy(() => import('../search/SearchDialog.tsx'));
const PresentView = lazy(() => import('../present/PresentView.tsx'));
const AwayBar = lazy(() => import('../present/AwayBar.tsx'));
const ExportDialog = lazy(() => import('../export/ExportDialog.tsx'));

export function App() {
  const panes = usePaneSizes();
  const editorOpen = useApp((state) => state.editorOpen);
  const view = useApp((state) => state.view);
  const dialog = useApp((state) => state.dialog);
  const away = useApp((state) => state.present?.away !== undefined);
  // A link to a beat shows the beat first
  const toldFirst = useApp((state) => state.present !== undefined && state.presentation === undefined);
  const presenting = useApp((state) => state.present !== undefined) && !away;
  const { set } = useActions();
  const close = () => set({ dialog: undefined });
  return (
    <>
      <div className={styles.app} inert={presenting} style={panes.style} data-editor={editorOpen ? 'open' : 'closed'} data-view={view}>
        <Header />
        <NoticeBar>
          <Suspense fallback={null}>{away && <AwayBar />}</Suspense>
        </NoticeBar>
        <section className={styles.edit} aria-label={texts.editor.label}>
          <EditorPanel />
          <Separator className={styles.editSeparator} label={texts.editor.resize} orientation="vertical" pane={panes.editor} />
        </section>
        {!editorOpen && <EditorRail />}
        <Suspense fallback={<LoadingWorkbench />}>{toldFirst ? <LoadingWorkbench /> : <Workbench inspectorPane={panes.inspector} />}</Suspense>
        <Suspense fallback={null}>
          {dialog === 'scenarios' && <ScenariosDialog close={close} />}
          {dialog === 'compare' && <CompareDialog close={close} />}
          {dialog === 'keys' && <KeysDialog close={close} />}
          {dialog === 'search' && <SearchDialog close={close} />}
          {dialog === 'export' && <ExportDialog close={close} />}
        </Suspense>
      </div>
      <Suspense fallback={null}>{presenting && <PresentView />}</Suspense>
    </>
  );
}
