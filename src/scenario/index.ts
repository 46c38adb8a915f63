export { readScenario, type ReadResult } from './read.ts';
