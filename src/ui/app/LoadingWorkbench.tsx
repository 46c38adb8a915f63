import { texts } from '../texts/index.ts';
import styles from './App.module.css';

const HAIRLINES = 14;

/** The frame of the workbench while its code is loaded: bars in their places, lanes as hairlines. Nothing spins. */
export function LoadingWorkbench() {
  return (
    <>
      <main className={styles.view}>
        <div className={styles.loadingBar}>
          <h1>{texts.simulating}</h1>
        </div>
        <HairLines />
      </main>
      <div className={styles.inspector} />
      <div className={styles.loadingTransport} />
    </>
  );
}

/** Where lanes will be. */
export function HairLines() {
  return (
    <div className={styles.hairLines} aria-hidden="true">
      {Array.from({ length: HAIRLINES }, (_, index) => (
        <div key={index} />
      ))}
    </div>
  );
}
