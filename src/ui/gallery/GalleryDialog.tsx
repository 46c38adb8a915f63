import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { LessonMode } from '../../store/app-store.ts';
import type { GalleryEntry } from '../../store/services.ts';
import { useApp, useWiring } from '../context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { type Progress, readProgress } from '../lesson/progress.ts';
import controls from '../styles/controls.module.css';
import { galleryTexts as words } from '../texts/en-gallery.ts';
import { Card } from './Card.tsx';
import { Drafts } from './Drafts.tsx';
import styles from './Gallery.module.css';
import { type Hit, SHELVES, searched, sectionsOf, type Shelf, symptomsOf, wordsIn } from './shelves.ts';

const SHELF_KEY = 'shelf';

/** The library by path, topic and symptom, with a search over all of it; and the reader's drafts. */
export default function GalleryDialog({ close }: { close(): void }) {
  const { services } = useWiring();
  const [entries, setEntries] = useState<readonly GalleryEntry[]>([]);
  const [shelf, setShelf] = useState<Shelf>(() => SHELVES.find((each) => each === services.preference(SHELF_KEY)) ?? 'path');
  const [query, setQuery] = useState('');
  const progress = useMemo(() => readProgress(services), [services]);
  const body = useRef<HTMLDivElement>(null);
  // Typing comes first; the list follows when there is time for it.
  const needle = useDeferredValue(query);
  // Another list is read from its beginning. (What `scrollTo` gives back in newer browsers is no clean-up.)
  useEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [shelf, needle]);
  useEffect(() => void services.gallery(document.documentElement.lang).then(setEntries), [services]);

  const choose = (next: Shelf) => {
    setShelf(next);
    setQuery('');
    services.setPreference(SHELF_KEY, next);
  };
  const open = (name: string, lesson: LessonMode) => {
    services.openLibrary(name, lesson);
    close();
  };
  const isSearch = needle.trim() !== '';
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close} size="wide">
      <div className={styles.top}>
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.placeholder}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'ArrowDown' && (focusCard(body.current, 0), event.preventDefault())}
        />
        <div className={controls.segments} role="group" aria-label={words.shelves}>
          {SHELVES.map((each) => (
            <button key={each} type="button" aria-pressed={!isSearch && each === shelf} onClick={() => choose(each)}>
              {words.shelf[each]}
            </button>
          ))}
        </div>
      </div>
      <div ref={body} className={styles.body} role="presentation" onKeyDown={(event) => moveAmongCards(event, body.current)}>
        {isSearch ? (
          <Results hits={searched(entries, needle)} query={needle} progress={progress} open={open} />
        ) : (
          <ShelfBody shelf={shelf} entries={entries} progress={progress} open={open} ask={setQuery} close={close} />
        )}
      </div>
      <p className={styles.foot}>
        <span>{words.keys}</span>
        <span>{words.count(progress.seen.filter((name) => entries.some((entry) => entry.name === name)).length, entries.length)}</span>
        {progress.answers > 0 && <span>{words.score(progress.points, progress.answers, progress.streak)}</span>}
      </p>
    </Dialog>
  );
}

interface ShelfProps {
  shelf: Shelf;
  entries: readonly GalleryEntry[];
  progress: Progress;
  open(name: string, lesson: LessonMode): void;
  /** Searches for a symptom. */
  ask(query: string): void;
  close(): void;
}

function ShelfBody({ shelf, entries, progress, open, ask, close }: ShelfProps) {
  const current = useCurrent();
  if (shelf === 'drafts') return <Drafts close={close} />;
  if (shelf === 'symptoms') return <Symptoms entries={entries} ask={ask} />;
  return sectionsOf(shelf, entries).map((section) => (
    <section key={section.title} className={styles.section} aria-label={section.title}>
      <h3>{section.title}</h3>
      <ul className={styles.cards}>
        {section.entries.map((entry) => (
          <Card key={entry.name} entry={entry} progress={progress} current={entry.name === current} open={open} play={shelf === 'levels'} />
        ))}
      </ul>
    </section>
  ));
}

function Results({ hits, query, progress, open }: { hits: readonly Hit[]; query: string; progress: Progress; open(name: string, lesson: LessonMode): void }) {
  const needles = useMemo(() => wordsIn(query), [query]);
  const current = useCurrent();
  return (
    <>
      <p className={styles.count} role="status">
        {hits.length === 0 ? words.none(query.trim()) : words.results(hits.length)}
      </p>
      <ul className={styles.cards}>
        {hits.map(({ entry, because }) => (
          <Card key={entry.name} entry={entry} progress={progress} current={entry.name === current} open={open} needles={needles} because={because} />
        ))}
      </ul>
    </>
  );
}

/** All symptoms that the library knows; each searches for itself. */
function Symptoms({ entries, ask }: { entries: readonly GalleryEntry[]; ask(query: string): void }) {
  const groups = useMemo(() => symptomsOf(entries), [entries]);
  return (['found', 'told'] as const).map((group) => (
    <section key={group} className={styles.section} aria-label={words.symptoms[group]}>
      <h3>{words.symptoms[group]}</h3>
      <ul className={styles.chips}>
        {groups[group].map(({ symptom, count }) => (
          <li key={symptom}>
            <button type="button" data-kind={group} onClick={() => ask(symptom)}>
              {symptom} <small>{count}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}

function useCurrent(): string | undefined {
  return useApp(({ origin }) => (origin.kind === 'library' ? origin.name : undefined));
}

const cardsIn = (body: HTMLElement | null) => [...(body?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];

function focusCard(body: HTMLElement | null, index: number): void {
  cardsIn(body)[index]?.focus();
}

/** Arrow keys go from card to card: sideways to the next one, up and down to the one that lies there. */
function moveAmongCards(event: KeyboardEvent, body: HTMLElement | null): void {
  const cards = cardsIn(body);
  const here = cards.indexOf(event.target as HTMLElement);
  if (here < 0) return;
  const next = neighbour(cards, here, event.key);
  if (next === undefined) return;
  event.preventDefault();
  cards[next]?.focus();
}

function neighbour(cards: readonly HTMLElement[], here: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return here + 1;
    case 'ArrowLeft':
      return here - 1;
    case 'Home':
      return 0;
    case 'End':
      return cards.length - 1;
    case 'ArrowDown':
    case 'ArrowUp': {
      const from = cards[here]?.getBoundingClientRect();
      if (!from) return undefined;
      const isBelow = key === 'ArrowDown';
      const beyond = cards.flatMap((card, index) => {
        const { top, left } = card.getBoundingClientRect();
        const down = isBelow ? top - from.top : from.top - top;
        return down > 1 ? [{ index, distance: down * 10 + Math.abs(left - from.left) }] : [];
      });
      return beyond.sort((a, b) => a.distance - b.distance)[0]?.index;
    }
    default:
      return undefined;
  }
}
