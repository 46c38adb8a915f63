import { backToStory } from '../../store/presenter.ts';
import { useWiring } from '../context.ts';
import notice from '../app/NoticeBar.module.css';
import controls from '../styles/controls.module.css';
import { presentTexts as words } from '../texts/en-present.ts';

/** While somebody tries a "what if", the way back to the story is always on screen. */
export default function AwayBar() {
  const { store } = useWiring();
  return (
    <div className={notice.bar}>
      <p>{words.away}</p>
      <button type="button" className={controls.line} onClick={() => backToStory(store)}>
        {words.back} <kbd className={controls.key}>P</kbd>
      </button>
    </div>
  );
}
