/** Verdicts as JUnit XML: a suite for each run, a case for each claim; undecidable claims are skipped cases. */
import type { JudgedClaim } from '../recording/index.ts';

/** The verdicts on one run. */
export interface CheckedRun {
  name: string;
  claims: JudgedClaim[];
}

export function junitOf(runs: readonly CheckedRun[]): string {
  const suites = runs.map(({ name, claims }) => {
    const count = (wanted: string) => claims.filter(({ verdict }) => verdict === wanted).length;
    const cases = claims.map(({ index, text, verdict, seen }) => {
      const open = `    <testcase classname="${escaped(name)}" name="${escaped(`${index} ${text}`)}"`;
      if (verdict === 'pass') return `${open}/>\n`;
      const result = verdict === 'fail' ? `<failure message="${escaped(seen)}"/>` : `<skipped message="${escaped(seen)}"/>`;
      return `${open}>${result}</testcase>\n`;
    });
    return `  <testsuite name="${escaped(name)}" tests="${claims.length}" failures="${count('fail')}" skipped="${count('undecidable')}">\n${cases.join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;' };

/** For an attribute; characters that XML does not know become the replacement character. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
  return text.replace(/[&<>"\n\t\r]/g, (character) => ENTITIES[character] ?? character).replace(/[\u0000-\u001f\ufffe\uffff]/g, '\ufffd');
}
