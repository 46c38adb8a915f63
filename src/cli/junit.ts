/** Verdicts as JUnit XML: a suite for each run, a case for each claim; undecidable claims are skipped cases. */
import { escapeXml } from '../base/xml.ts';
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

const WHITESPACE: Readonly<Record<string, string>> = { '\n': '&#10;', '\t': '&#9;', '\r': '&#13;' };

/** Text for an attribute, where a parser would turn white space into blanks. */
function escaped(text: string): string {
  return escapeXml(text).replace(/[\n\t\r]/g, (character) => WHITESPACE[character] ?? character);
}
