import type { ReactNode } from 'react';
import type { Notice } from '../../store/app-store.ts';
import { useActions, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { noticeTexts as words } from '../texts/en-notices.ts';
import { texts } from '../texts/index.ts';
import styles from './NoticeBar.module.css';

/** The words of a notice, and the buttons that go with it. */
export default function NoticeWords({ notice }: { notice: Notice }): ReactNode {
  const { services } = useWiring();
  const { putScenarioBack, startComparison, takeBack } = useActions();
  switch (notice.kind) {
    case 'restored':
      return (
        <>
          <p>{words.restored(notice.title)}</p>
          <button type="button" className={controls.line} onClick={services.openDefault}>
            {words.startOver}
          </button>
        </>
      );
    case 'bad-link':
      return <p>{words.badLink(notice.reason)}</p>;
    case 'unreadable-file':
      return <p>{words.unreadableFile(notice.title)}</p>;
    case 'not-loaded':
    case 'newer-link':
      return (
        <>
          <p>{notice.kind === 'newer-link' ? words.newerLink : texts.failure.notLoaded}</p>
          <button type="button" className={controls.line} onClick={() => location.reload()}>
            {words.reload}
          </button>
        </>
      );
    case 'reset':
      return <p>{words.reset}</p>;
    case 'not-saved':
      return <p>{words.notSaved}</p>;
    case 'own-draft':
      return <p>{words.ownDraft}</p>;
    case 'missing-scenario':
      return (
        <>
          <p>{words.missingScenario(notice.name, notice.near.length > 0)}</p>
          {notice.near.map(({ name, title }) => (
            <button key={name} type="button" className={controls.line} title={title} onClick={() => services.openLibrary(name)}>
              {name}
            </button>
          ))}
        </>
      );
    case 'copied':
      return <p>{words.copied}</p>;
    case 'copied-alone':
      return <p>{words.copiedAlone}</p>;
    case 'not-compared':
      return <p>{words.notCompared(notice.reason)}</p>;
    case 'scenario-set-aside':
      return (
        <>
          <p>{words.scenarioSetAside}</p>
          <button type="button" className={controls.line} onClick={putScenarioBack}>
            {words.putBack}
          </button>
        </>
      );
    case 'applied':
      return (
        <>
          <p>{words.applied(notice.title, notice.before)}</p>
          <button
            type="button"
            className={controls.line}
            onClick={() => startComparison({ kind: 'before', title: notice.title, text: notice.textBefore }, 'b')}
          >
            {words.compare}
          </button>
          <button type="button" className={controls.line} onClick={takeBack}>
            {words.undo}
          </button>
        </>
      );
    case 'not-applied':
      return <p>{words.notApplied(notice.title)}</p>;
    case 'not-formatted':
      return <p>{words.notFormatted(notice.problem)}</p>;
    case 'no-link':
      return <p>{words.noLink(notice.reason)}</p>;
    case 'copy-failed':
      return (
        <label className={styles.copy}>
          {words.copyFailed}
          <input readOnly value={notice.link} onFocus={(event) => event.currentTarget.select()} />
        </label>
      );
  }
}
