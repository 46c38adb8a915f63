import { encode } from 'uqr';
import { shareTexts as words } from '../texts/en-share.ts';
import styles from './Share.module.css';

/** Bytes that the largest QR code holds (version 40, level L). */
const MAX_BYTES = 2953;

/** The link for a telephone's camera: dark on light in every theme, as scanners want it. */
export function QrCode({ link }: { link: string }) {
  if (new TextEncoder().encode(link).length > MAX_BYTES) return <p className={styles.noQr}>{words.noQr}</p>;
  const { data, size } = encode(link, { ecc: 'L', border: 2 });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className={styles.qr} role="img" aria-label={words.qr} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#FFFFFF" />
      <path d={dark.join('')} fill="#000000" />
    </svg>
  );
}
