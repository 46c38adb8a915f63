import type { Assumption } from '../../model/trace.ts';
import { isInHand } from '../../store/hand.ts';
import { useApp, useWiring } from '../context.ts';
import editor from '../editor/EditorPanel.module.css';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { footTexts } from '../texts/en-foot.ts';
import { workbenchTexts } from '../texts/en-workbench.ts';
import styles from './Assumptions.module.css';

const words = workbenchTexts.assumptions;

/** What the simulation took for granted: one click writes it into the text, where it can be changed. */
export default function Assumptions({ assumptions }: { assumptions: readonly Assumption[] }) {
  return assumptions.map((assumption) => <Item key={`${assumption.container} ${assumption.text}`} assumption={assumption} />);
}

function Item({ assumption: { text, change, value } }: { assumption: Assumption }) {
  const { services } = useWiring();
  const ready = useApp(isInHand);
  return (
    <li data-severity="info">
      <div>
        <span className={editor.severity}>
          <Icon name="hint" />
          <span className="visually-hidden">{footTexts.assumption}</span>
        </span>
        <span>
          {text}
          <small>{footTexts.change(change)}</small>
          {value !== undefined && (
            <button
              type="button"
              className={`${controls.line} ${styles.explicit}`}
              disabled={!ready}
              aria-label={words.explicitFor(change)}
              onClick={() => void services.changes.apply({ title: words.title(change), edits: [{ document: 'scenario', path: change, value }] })}
            >
              {words.explicit}
            </button>
          )}
        </span>
      </div>
    </li>
  );
}
