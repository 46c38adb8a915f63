/** What a run has told so far: fed line by line, it knows what a claim can ask about the present moment. */
import type { ActionLine, LogLine, PodLine, TimedLine, WatchedPod } from './lines.ts';
import { RunLedger } from './runs.ts';

/** One moment as a claim sees it. */
export interface View {
  /** The Pod as the API shows it; undefined if there is none (yet or any more). */
  pod: WatchedPod | undefined;
  /** The Pod is gone from the API. */
  gone: boolean;
  memory: Memory;
}

export class Memory {
  /** The newest Pod line, and the one before. */
  podLine: PodLine | undefined;
  podLineBefore: PodLine | undefined;
  firstUid: string | undefined;
  readonly #ledgers = new Map<string, RunLedger>();
  readonly #logs = new Map<string, ContainerLog>();
  readonly #actions = new Map<number, ActionLine>();

  take(line: TimedLine, n: number): void {
    switch (line.kind) {
      case 'Pod':
        if (!this.podLine) this.firstUid = line.object.metadata?.uid;
        this.podLineBefore = this.podLine;
        this.podLine = line;
        break;
      case 'Process':
        entry(this.#ledgers, line.container, () => new RunLedger()).take(line, n);
        break;
      case 'Log':
        entry(this.#logs, line.container, () => new ContainerLog()).take(line);
        break;
      case 'Action':
        if (!this.#actions.has(line.index)) this.#actions.set(line.index, line);
        break;
      default:
    }
  }

  /** The present moment. `lastVisible`: a Pod that is gone is seen as it was last. */
  view({ lastVisible = false } = {}): View {
    const gone = this.podLine?.type === 'DELETED';
    return { pod: gone && !lastVisible ? undefined : this.podLine?.object, gone, memory: this };
  }

  /** The moment before the Pod goes: the final object of a watch counts as one more state. */
  viewBeforeRemoval(): View {
    return { pod: this.podLine?.object, gone: false, memory: this };
  }

  ledger(container: string): RunLedger | undefined {
    return this.#ledgers.get(container);
  }

  log(container: string): ContainerLog | undefined {
    return this.#logs.get(container);
  }

  action(index: number): ActionLine | undefined {
    return this.#actions.get(index);
  }
}

/** The output of one container, by instance. */
export class ContainerLog {
  readonly #lines = new Map<number, string[]>();
  #latest = 0;
  /** How many lines of which instance were searched for a text, and whether it was there. */
  readonly #searches = new Map<string, { instance: number; upTo: number; isFound: boolean }>();

  take({ instance, line }: LogLine): void {
    this.#latest = instance;
    entry(this.#lines, instance, () => []).push(line);
  }

  /** All that the latest instance printed. */
  text(): string {
    return this.#ofLatest()
      .map((line) => `${line}\n`)
      .join('');
  }

  /** Whether the latest instance printed this; looks at new lines only, where the text fits into one. */
  includes(part: string): boolean {
    if (part.includes('\n')) return this.text().includes(part);
    const lines = this.#ofLatest();
    let search = this.#searches.get(part);
    if (!search || search.instance !== this.#latest) {
      search = { instance: this.#latest, upTo: 0, isFound: false };
      this.#searches.set(part, search);
    }
    for (; !search.isFound && search.upTo < lines.length; search.upTo += 1) search.isFound = lines[search.upTo]?.includes(part) ?? false;
    return search.isFound;
  }

  #ofLatest(): string[] {
    return this.#lines.get(this.#latest) ?? [];
  }
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
