/** What was measured, as tables of text. */
import { floorOf, meanOf, percent, setsOf } from './floors.mjs';

/**
 * @typedef {import('./measure.mjs').Likeness} Likeness
 * @typedef {import('./measure.mjs').Claims} Claims
 */

/** @param {import('./measure.mjs').Measured} measured @param {import('./floors.mjs').Floors} floors @param {{ list: boolean }} options */
export function textOf({ claims, recordings, words }, floors, { list }) {
  return [
    `Claims of ${claims.length} cases taken from Kubernetes' end-to-end tests, every case over its whole duration`,
    '',
    ...claimsTable(claims),
    ...(list ? claims.flatMap(({ name, failures }) => failures.map((failure) => `  ${name}: ${failure}`)) : []),
    ...Object.entries(floors.failingCases).map(([name, reason]) => `  ${name} may fail: ${reason}`),
    '',
    "The API server's and kubectl's own words, letter by letter",
    '',
    columns(['subject', 'right', 'of', '']),
    ...words.map(({ name, right, of }) => columns([name, String(right), String(of), percent(right / of)])),
    ...(list ? words.flatMap(({ name, wrong }) => wrong.map((text) => `  ${name}: ${text}`)) : []),
    '',
    `Likeness of the simulated run to ${recordings.length} recordings of a real v1.36.2 kubelet`,
    '',
    ...recordingsTable(recordings),
    '',
    ...drawnLines(recordings),
    ...exceptionLines(recordings, floors),
    ...(list ? ['Every recording, lowest first', ...recordings.toSorted((a, b) => a.best - b.best).map(likenessText), ''] : []),
  ].join('\n');
}

/** @param {Claims[]} claims */
function claimsTable(claims) {
  const line = (/** @type {string} */ name, /** @type {Claims[]} */ rows) => {
    const sum = (/** @type {'pass' | 'fail' | 'undecidable'} */ key) => rows.reduce((total, row) => total + row[key], 0);
    const cases = `${rows.filter(({ fail }) => fail === 0).length}/${rows.length}`;
    return columns([name, cases, `${sum('pass')}/${sum('pass') + sum('fail')}`, String(sum('undecidable'))]);
  };
  const areas = [...new Set(claims.map(({ area }) => area))];
  return [
    columns(['area', 'cases', 'claims', 'undecidable']),
    ...areas.map((area) =>
      line(
        area,
        claims.filter((row) => row.area === area),
      ),
    ),
    line('all', claims),
  ];
}

/** @param {Likeness[]} recordings */
function recordingsTable(recordings) {
  const line = (/** @type {string} */ name, /** @type {Likeness[]} */ rows) => {
    const typical = rows.map((row) => row.typical);
    const lowest = rows.reduce((low, row) => (row.best < low.best ? row : low));
    return columns([name, String(rows.length), percent(meanOf(typical)), percent(Math.min(...typical)), percent(lowest.best)]);
  };
  const folders = [...new Set(recordings.map(({ folder }) => folder))];
  const sets = setsOf(recordings);
  return [
    columns(['folder', 'recordings', 'mean', 'lowest', 'with seeds']),
    ...folders.map((folder) =>
      line(
        folder,
        recordings.filter((row) => row.folder === folder),
      ),
    ),
    ...(sets.get('conformance') === undefined ? [] : [line('conformance, all', sets.get('conformance') ?? [])]),
    line('all', recordings),
  ];
}

/** @param {Likeness[]} recordings */
function drawnLines(recordings) {
  const drawn = recordings.filter(({ seed }) => seed !== 'typical');
  if (drawn.length === 0) return [];
  return [
    'A real run is one draw of jitter, phases and latencies. These are nearer to the run of another seed than to the typical one:',
    ...drawn.map(
      ({ name, typical, best, seed }) => `  ${percent(typical).padStart(7)} → ${percent(best).padStart(7)} with seed ${String(seed).padEnd(2)}  ${name}`,
    ),
    '',
  ];
}

/** @param {Likeness[]} recordings @param {import('./floors.mjs').Floors} floors */
function exceptionLines(recordings, floors) {
  const low = recordings.filter((row) => row.best < floors.each);
  if (low.length === 0) return [];
  return [
    `Below ${percent(floors.each)}:`,
    ...low.map((row) => {
      const why = floors.exceptions[row.name]?.reason ?? `two real runs share ${percent(row.ceiling)}`;
      return `  ${percent(row.best).padStart(7)} (floor ${percent(floorOf(floors, row))})  ${row.name}: ${why}`;
    }),
    '',
  ];
}

/** @param {Likeness} likeness */
function likenessText({ name, best, seed, first }) {
  return `${percent(best).padStart(9)}  ${name}${seed === 'typical' ? '' : ` (seed ${seed})`}${first === undefined ? '' : `: ${first}`}`;
}

/** @param {string[]} cells */
function columns([first = '', ...rest]) {
  return `  ${first.padEnd(26)}${rest.map((cell) => cell.padStart(12)).join('')}`;
}
