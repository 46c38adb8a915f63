/** Prints numbers, one per line, the number in front. */

/** @param {readonly number[]} values */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export const say = (/** @type {string} */ what, /** @type {string} */ value) => console.log(`${value.padStart(12)}  ${what}`);
export const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
export const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
