import type { Theme } from '../store/app-store.ts';
import styles from './styles/controls.module.css';

/** Paths of 16 px icons, stroked; where `fill` is named the shape is filled. */
const ICONS = {
  present: { d: 'M2.5 3h11v7.5h-11zM8 10.5V13M5.5 13.5 8 11l2.5 2.5' },
  next: { d: 'M4 3.5 10 8l-6 4.5zM12.5 3.5v9' },
  previous: { d: 'M12 3.5 6 8l6 4.5zM3.5 3.5v9' },
  play: { d: 'M5.5 3.2 12.5 8l-7 4.8z', fill: true },
  pause: { d: 'M4.8 3.5h2.4v9H4.8zM8.8 3.5h2.4v9H8.8z', fill: true },
  list: { d: 'M2.5 4h6M2.5 8h11M5.5 12h8' },
  link: { d: 'M6.5 9.5 9.5 6.5M7 4.5l1.3-1.3a3 3 0 0 1 4.4 4.4L11.4 9M9 11.5l-1.3 1.3a3 3 0 0 1-4.4-4.4L4.6 7' },
  spread: { d: 'M2.5 8h11M2.5 5v6M13.5 5v6M8 6.5v3' },
  export: { d: 'M8 2.5v7M5 7l3 3 3-3M3 13h10' },
  compare: { d: 'M2.5 4.5h11M2.5 6.5h11M2.5 10.5h4M2.5 12.5h4M8.5 9v5M10.5 10.5h3M10.5 12.5h3' },
  swap: { d: 'M5.5 2.5 3 5l2.5 2.5M3 5h10M10.5 8.5 13 11l-2.5 2.5M13 11H3' },
  down: { d: 'm4.5 6.5 3.5 3.5 3.5-3.5' },
  right: { d: 'm6.5 4.5 3.5 3.5-3.5 3.5' },
  warning: { d: 'M8 2.5 14.5 13.5h-13z', fill: true },
  hint: { d: 'M8 2.5 13.5 8 8 13.5 2.5 8z' },
  lanes: { d: 'M2.5 3.5h11l-4.2 5v4l-2.6-1.5V8.5z' },
  fit: { d: 'M2 5v6M14 5v6M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2' },
  eye: { d: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM3 13.5 13 2.5' },
  act: { d: 'M9 1.8 3.6 9H8l-1 5.2L12.4 7H8z' },
  undo: { d: 'M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6' },
  redo: { d: 'm10 3.5 3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10' },
  history: { d: 'M8 2.5a5.5 5.5 0 1 1-5 3.2M2.5 2.5v3.5H6M8 5v3.2l2.2 1.4' },
  close: { d: 'm4 4 8 8m0-8-8 8' },
  editor: { d: 'M2.5 3h11v10h-11zM6.5 3v10' },
  external: { d: 'M9.5 3H13v3.5M13 3 7.5 8.5M11 9v4H3V5h4' },
  dice: { d: 'M3 3h10v10H3zM6 6h.01M10 6h.01M8 8h.01M6 10h.01M10 10h.01' },
  settings: { d: 'M2.5 4.5h6M12 4.5h1.5M10 3v3M2.5 8H5M8.5 8h5M6.8 6.5v3M2.5 11.5h7M13 11.5h.5M11.3 10v3' },
  keys: { d: 'M1.5 4h13v8h-13zM4 6.5h.5M7 6.5h.5M10 6.5h.5M5 9.5h6' },
} as const;

export type IconName = keyof typeof ICONS;

export function Icon({ name }: { name: IconName }) {
  const icon = ICONS[name];
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      <path d={icon.d} {...('fill' in icon && { fill: 'currentColor', stroke: 'none' })} />
    </svg>
  );
}

/** Half a disc: what it shows is which theme is on, in the theme's own ink. */
export function ThemeIcon({ theme }: { theme: Theme }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="5.5" />
      {theme !== 'light' && theme !== 'dark' && <path d="M8 2.5v11A5.5 5.5 0 0 0 8 2.5z" fill="currentColor" />}
      {theme === 'dark' && <circle cx="8" cy="8" r="5.5" fill="currentColor" />}
    </svg>
  );
}
