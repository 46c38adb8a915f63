import { UsageError } from '../outcome.ts';

/** An object that could not be printed to its end. */
export class PrintError extends UsageError {
  /** What stands on the standard output all the same. */
  readonly printed: string;

  constructor(message: string, printed: string) {
    super(message);
    this.printed = printed;
  }
}
