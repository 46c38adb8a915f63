import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  closeLabel: string;
  close(): void;
  /** `wide`: as wide as the page allows. */
  size?: 'wide';
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, closes with Escape, and gives the focus back. */
export function Dialog({ title, closeLabel, close, size, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    // A field to type into gets the focus: the dialog was opened for it
    element?.querySelector<HTMLElement>('input:not([type=checkbox])')?.focus();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      data-size={size}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className={styles.box}>
        <div className={styles.head}>
          <h2 id={heading}>{title}</h2>
          <button type="button" className={controls.button} aria-label={closeLabel} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** The foot of a dialog: a message about its work, then its buttons. */
export function DialogFoot({ said, children }: { said: string; children: ReactNode }) {
  return (
    <div className={styles.foot}>
      <span role="status">{said}</span>
      {children}
    </div>
  );
}
