/** Checks what was measured against the floors. */

/**
 * @typedef {object} Floors
 * @property {Record<string, number>} cases by area: how many cases must pass, claims included whose basis is weak
 * @property {Record<string, string>} failingCases cases that may fail, and why
 * @property {number} mean of the typical runs, over each of the three sets of recordings
 * @property {number} each recording, or its ceiling if that is lower
 * @property {Record<string, number>} words the share of answers, views and rows that must be right
 * @property {Record<string, { floor: number, reason: string }>} exceptions recordings that may lie below `each`
 */

/**
 * What holds and what does not. A check is: a case, a recording, the number of cases of an area, the mean of a set.
 *
 * @param {Floors} floors @param {import('./measure.mjs').Measured} measured @returns {{ passed: number, faults: string[] }}
 */
export function heldAgainst(floors, { claims, recordings, words }) {
  const faults = [
    ...caseFaults(floors, claims),
    ...areaFaults(floors, claims),
    ...recordingFaults(floors, recordings),
    ...meanFaults(floors, recordings),
    ...wordFaults(floors, words),
  ];
  const checks = claims.length + Object.keys(floors.cases).length + recordings.length + setsOf(recordings).size + words.length;
  return { passed: checks - faults.length, faults };
}

/** What a recording must reach. @param {Floors} floors @param {import('./measure.mjs').Likeness} recording */
export function floorOf(floors, { name, ceiling }) {
  return floors.exceptions[name]?.floor ?? Math.min(floors.each, ceiling);
}

/** Recordings of scenarios made for it, their second recordings, and those of the cases. @template {{ folder: string }} T @param {T[]} rows @returns {Map<string, T[]>} */
export function setsOf(rows) {
  /** @type {Map<string, T[]>} */
  const sets = new Map();
  for (const row of rows) {
    const set = row.folder.split('/')[0] ?? '';
    sets.set(set, [...(sets.get(set) ?? []), row]);
  }
  return sets;
}

/** @param {number[]} values */
export function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(1)} %`;

/** @param {Floors} floors @param {import('./measure.mjs').Claims[]} claims */
function caseFaults({ failingCases }, claims) {
  const unknown = Object.keys(failingCases).filter((name) => !claims.some((row) => row.name === name));
  return [
    ...unknown.map((name) => `${name}: an exception for a case that does not exist`),
    ...claims.flatMap(({ name, fail, failures }) => {
      if (failingCases[name] === undefined) return fail > 0 ? [`${name}: ${failures.join('; ')}`] : [];
      return fail > 0 ? [] : [`${name}: passes; take its exception out of floors.json`];
    }),
  ];
}

/** @param {Floors} floors @param {import('./measure.mjs').Claims[]} claims */
function areaFaults({ cases }, claims) {
  return Object.entries(cases).flatMap(([area, floor]) => {
    const passing = claims.filter((row) => row.area === area && row.fail === 0).length;
    return passing < floor ? [`${area}: ${passing} cases pass, ${floor} did before`] : [];
  });
}

/** @param {Floors} floors @param {import('./measure.mjs').Likeness[]} recordings */
function recordingFaults(floors, recordings) {
  const unknown = Object.keys(floors.exceptions).filter((name) => !recordings.some((row) => row.name === name));
  return [
    ...unknown.map((name) => `${name}: an exception for a recording that does not exist`),
    ...recordings.flatMap((row) => {
      const floor = floorOf(floors, row);
      if (row.best < floor) return [`${row.name}: ${percent(row.best)}, must be ${percent(floor)}: ${row.first ?? ''}`];
      const needed = row.best < Math.min(floors.each, row.ceiling);
      return floors.exceptions[row.name] !== undefined && !needed ? [`${row.name}: ${percent(row.best)}; take its exception out of floors.json`] : [];
    }),
  ];
}

/** @param {Floors} floors @param {import('./measure.mjs').Words[]} words */
function wordFaults({ words: floors }, words) {
  return words.flatMap(({ name, right, of, wrong }) => {
    const floor = floors[name] ?? 1;
    return of === 0 || right / of < floor ? [`${name}: ${right} of ${of}, must be ${percent(floor)}: ${wrong.slice(0, 5).join('; ')}`] : [];
  });
}

/** @param {Floors} floors @param {import('./measure.mjs').Likeness[]} recordings */
function meanFaults({ mean: floor }, recordings) {
  return [...setsOf(recordings)].flatMap(([set, rows]) => {
    const mean = meanOf(rows.map(({ typical }) => typical));
    return mean < floor ? [`${set}: mean ${percent(mean)}, must be ${percent(floor)}`] : [];
  });
}
