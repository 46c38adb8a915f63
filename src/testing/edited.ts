/** Applying an edit to a scenario text as a user would: at a path, nothing else touched. */
export { editedText as edited } from '../scenario/edit.ts';
