/** Findings of few runs, there from the start. In the page `seldom-later.ts` takes the place of this module (vite.config.ts). */
export { appArmorFindings, budgetFindings } from './seldom-findings.ts';
