import { useEffect, useRef } from 'react';
import styles from './Present.module.css';

/** A dot that follows the mouse: what a hand points at, for the last row. */
export function Laser() {
  const dot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const move = ({ clientX, clientY }: PointerEvent) => {
      const element = dot.current;
      if (!element) return;
      element.hidden = false;
      element.style.transform = `translate(${clientX}px, ${clientY}px)`;
    };
    addEventListener('pointermove', move);
    return () => removeEventListener('pointermove', move);
  }, []);
  return <div ref={dot} className={styles.laser} aria-hidden="true" hidden />;
}
