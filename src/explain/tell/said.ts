/** What the files of this folder give for a record. */
import type { Translation } from '../texts/translation.ts';

export interface Said {
  /** `Why did app exit with 137 at 45.3 s?` */
  question: string;
  title: string;
  /** Empty if the title says it all. */
  detail: string;
}

/** The words in which records are told. */
export type TellWords = Translation['tell'];
