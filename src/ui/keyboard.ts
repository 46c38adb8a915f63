import type { AppState, AppStore } from '../store/app-store.ts';
import type { Services } from '../store/services.ts';
import { commandFor, readKeys } from './commands/bindings.ts';
import { carryOut, type Command, commandOf, type PagePart } from './commands/commands.ts';
import { keyNames } from './commands/keys.ts';

const KEYS_KEY = 'keys';

/** Whether a key belongs to the control that has the focus: as text, or because it means something there. */
function belongsToTarget(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (target.closest('dialog')) return true;
  // What is typed into a small field is taken back there; the editor's undo is the page's
  const isSmallField = target.closest('input, textarea') !== null && !target.closest('.monaco-editor, #editor-text');
  if ((event.ctrlKey || event.metaKey) && /^[yz]$/i.test(event.key)) return isSmallField;
  // On some systems Alt types characters
  if (event.altKey && !event.ctrlKey && !event.metaKey) return isSmallField;
  // These keys type nothing: they belong to the page even while the reader writes
  if (event.ctrlKey || event.metaKey || /^F\d/.test(event.key)) return false;
  if (target.closest('input, textarea, select, [contenteditable], .monaco-editor')) return true;
  return (event.key === ' ' || event.key === 'Enter') && target.closest('button, a, [role=row], [role=rowheader]') !== null;
}

/** Whether a dialog was asked for and is not there yet: what one types meanwhile is meant for it. */
const isOnItsWay = ({ dialog }: AppState): boolean =>
  dialog !== undefined && dialog !== 'lanes' && dialog !== 'act' && document.querySelector('dialog[open]') === null;

/** Carries out the commands of the page's keys, as far as the page has what they need. Returns what stops it. */
export function listenToKeys(store: AppStore, services: Services, parts: readonly PagePart[]): () => void {
  const isHere = ({ needs }: Command) => needs === undefined || parts.includes(needs);
  store.actions.set({ keyChoices: readKeys(services.preference(KEYS_KEY)) });
  const forget = store.subscribe(({ keyChoices }, before) => {
    if (keyChoices !== before.keyChoices) services.setPreference(KEYS_KEY, JSON.stringify(keyChoices));
  });
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || belongsToTarget(event)) return;
    if (isOnItsWay(store.getState())) {
      if (event.key === 'Escape') store.actions.set({ dialog: undefined });
      return;
    }
    const id = commandFor(keyNames(event), store.getState().keyChoices);
    if (id === undefined || !isHere(commandOf(id))) return;
    event.preventDefault();
    // The code editor has other uses for some of them
    if (event.target instanceof Element && event.target.closest('.monaco-editor')) event.stopPropagation();
    carryOut(id, store, services);
  };
  // Before the code editor sees them; what a control of the page takes for itself is for its own listeners
  const pressEarly = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.key)) && press(event);
  addEventListener('keydown', pressEarly, { capture: true });
  addEventListener('keydown', press);
  return () => {
    forget();
    removeEventListener('keydown', pressEarly, { capture: true });
    removeEventListener('keydown', press);
  };
}
