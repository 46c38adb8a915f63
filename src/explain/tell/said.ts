/** What the files of this folder give for a record. */
export interface Said {
  /** `Why did app exit with 137 at 45.3 s?` */
  question: string;
  title: string;
  /** Empty if the title says it all. */
  detail: string;
}
