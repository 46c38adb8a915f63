/** Indented lines with tab-aligned labels (staging/src/k8s.io/kubectl/pkg/describe/describe.go: prefixWriter, tabbedString). */
import { alignTabs, DESCRIBE_LAYOUT } from '../tabwriter.ts';
import { escapeTerminal } from '../table.ts';

export class DescribeWriter {
  #done = '';
  #pending = '';

  /** A piece of text at a level; two spaces for each. Tabs end aligned cells. */
  write(level: number, text: string): void {
    this.#pending += ' '.repeat(2 * level) + escapeTerminal(text);
  }

  line(level: number, text: string): void {
    this.write(level, `${text}\n`);
  }

  /** Ends alignment: what follows is aligned anew. */
  flush(): void {
    this.#done += alignTabs(this.#pending, DESCRIBE_LAYOUT);
    this.#pending = '';
  }

  text(): string {
    this.flush();
    return this.#done;
  }
}
