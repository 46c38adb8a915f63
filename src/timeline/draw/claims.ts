/**
 * Claims about the run, where they were decided: a line in the lane that a claim is about, and a badge on the axis above it. A tick
 * in a circle holds, a cross in a block fails, a hollow diamond cannot be told.
 *
 *     20   (✓)    30    [×]
 *     ──────┆───────────┃──
 */
import { cross, hollowDiamond } from './glyphs.ts';
import { centredBaseline, hair, type Painter, sans } from './painter.ts';
import type { ClaimMark, View } from './scene.ts';

type Verdict = ClaimMark['verdict'];

/** Of badges that share a place the strongest is drawn. */
const STRENGTH: Readonly<Record<Verdict, number>> = { pass: 0, undecidable: 1, fail: 2 };
const RADIUS_PX = 4.5;
/** Under the playhead's flag, which ends 7 px above the lanes: smaller, and without a number. */
const UNDER_FLAG_PX = 2.75;
/** Badges closer than this are one. */
const APART_PX = 12;

export function paintClaimLines(painter: Painter, claims: readonly ClaimMark[]): void {
  const { lanes, palette, surface, unit } = painter;
  for (const { xPx, claim } of onScreen(painter, claims)) {
    const rect = lanes.rects.find(({ lane }) => lane.id === claim.lane);
    if (rect === undefined) continue;
    const x = hair(painter, xPx);
    const line = [x, rect.yPx + 1, x, rect.yPx + rect.heightPx - 1];
    surface.segments(line, { color: palette.canvas, width: 3 * unit });
    if (claim.verdict === 'fail') surface.segments(line, { color: palette.failLine, width: 1.5 * unit });
    else surface.segments(line, { color: palette.ink, dash: claim.verdict === 'pass' ? [4, 2] : [1, 3] });
  }
}

/** On the axis, whose ticks they cover and whose labels stand above them. */
export function paintClaimBadges(painter: Painter, axisPx: number, claims: readonly ClaimMark[], flag: { leftPx: number; rightPx: number }): void {
  const { unit } = painter;
  const yPx = axisPx - 5.25 * unit;
  const reachPx = (RADIUS_PX + 1) * unit;
  const badges = badgesOf(painter, claims);
  badges.forEach((badge, index) => {
    if (badge.xPx + reachPx > flag.leftPx && badge.xPx - reachPx < flag.rightPx) {
      paintBadge(painter, badge, axisPx - 3.5 * unit, UNDER_FLAG_PX * unit);
      return;
    }
    paintBadge(painter, badge, yPx, RADIUS_PX * unit);
    if (badge.count > 1) paintCount(painter, badge, yPx, badges[index + 1]?.xPx ?? Infinity);
  });
}

/** How far from a line or a badge the pointer may be. */
const NEAR_PX = 6;

/** The claims at a place over the lanes, `yPx` from the top of the chart; without `yPx` those whose badge on the axis is there. */
export function claimsAt(
  { scale, lanes, scrollTopPx = 0, hiddenFromMs = Infinity }: View,
  claims: readonly ClaimMark[],
  xPx: number,
  yPx?: number,
): ClaimMark[] {
  const rect = yPx === undefined ? undefined : lanes.rects.find((each) => each.yPx <= yPx + scrollTopPx && yPx + scrollTopPx < each.yPx + each.heightPx);
  return claims.filter(
    ({ timeMs, lane }) =>
      timeMs <= hiddenFromMs && Math.abs(scale.xPx(timeMs) - xPx) <= NEAR_PX && (yPx === undefined || (rect !== undefined && rect.lane.id === lane)),
  );
}

interface Badge {
  xPx: number;
  verdict: Verdict;
  count: number;
}

function badgesOf(painter: Painter, claims: readonly ClaimMark[]): Badge[] {
  const badges: Badge[] = [];
  for (const { xPx, claim } of onScreen(painter, claims)) {
    const last = badges.at(-1);
    if (last === undefined || xPx - last.xPx >= APART_PX * painter.unit) {
      badges.push({ xPx, verdict: claim.verdict, count: 1 });
      continue;
    }
    last.count += 1;
    if (STRENGTH[claim.verdict] > STRENGTH[last.verdict]) last.verdict = claim.verdict;
  }
  return badges;
}

/** The claims in order of time, without those in a hidden future. */
function onScreen({ scale, toMs, isCut, widthPx }: Painter, claims: readonly ClaimMark[]): { xPx: number; claim: ClaimMark }[] {
  return claims
    .filter(({ timeMs }) => !isCut || timeMs <= toMs)
    .map((claim) => ({ xPx: scale.xPx(claim.timeMs), claim }))
    .filter(({ xPx }) => xPx >= 0 && xPx <= widthPx)
    .sort((a, b) => a.xPx - b.xPx);
}

function paintBadge({ palette, surface, unit: pixel }: Painter, { xPx: x, verdict }: Badge, y: number, radius: number): void {
  const unit = radius / RADIUS_PX;
  surface.fillCircle(x, y, radius + Math.min(unit, pixel), palette.canvas);
  switch (verdict) {
    case 'pass':
      surface.strokeCircle(x, y, radius, { color: palette.ink, width: 1.25 });
      surface.strokePath([x - 2.4 * unit, y + 0.2 * unit, x - 0.6 * unit, y + 2 * unit, x + 2.5 * unit, y - 1.9 * unit], { color: palette.ink, width: 1.25 });
      break;
    case 'fail':
      surface.fillRect(x - radius, y - radius, 2 * radius, 2 * radius, palette.failFill, 2);
      cross(surface, x, y, 2.4 * unit, { color: palette.onFail, width: 1.5 });
      break;
    case 'undecidable':
      hollowDiamond(surface, x, y, radius + 0.75 * unit, palette.canvas, { color: palette.ink });
  }
}

/** How many claims a badge stands for, where the next one leaves room. */
function paintCount(painter: Painter, { xPx, count }: Badge, yPx: number, nextPx: number): void {
  const { palette, surface, unit, widthPx } = painter;
  const font = sans(painter, 600);
  const leftPx = xPx + (RADIUS_PX + 3) * unit;
  const textPx = surface.textWidth(String(count), font);
  if (leftPx + textPx > Math.min(nextPx - (RADIUS_PX + 2) * unit, widthPx)) return;
  surface.fillRect(leftPx - unit, yPx - 5 * unit, textPx + 2 * unit, 11 * unit, palette.canvas);
  surface.text(leftPx, centredBaseline(painter, yPx), String(count), { font, color: palette.ink });
}
