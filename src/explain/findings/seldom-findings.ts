/** What explains trouble that few runs have. The page loads it with the first run that has some ({@link ./seldom-later.ts}). */
export { appArmorFindings } from './app-armor.ts';
export { budgetFindings } from './budgets.ts';
