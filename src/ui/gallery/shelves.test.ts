import { describe, expect, it } from 'vitest';
import { LIBRARY } from '../../scenario/library.ts';
import { highlighted, searched, sectionsOf, symptomsOf } from './shelves.ts';

const names = (query: string) => searched(LIBRARY, query).map(({ entry }) => entry.name);

describe('the search', () => {
  it('finds a question by its symptom, those that are about it first', () => {
    expect(names('FailedPostStartHook')[0]).toBe('poststart-fails');
    expect(names('137').slice(0, 3)).toContain('exit-137-four-ways');
    expect(names('CrashLoopBackOff').length).toBeGreaterThanOrEqual(8);
  });

  it('says which symptom it was, where the card does not', () => {
    const hit = searched(LIBRARY, 'sigkill').find(({ entry }) => entry.name === 'exec-liveness');
    expect(hit?.because).toContain('SIGKILL');
  });

  it('wants every word, whatever its case', () => {
    expect(names('PRESTOP sleep')).toContain('prestop-sleep');
    expect(names('preStop zebra')).toEqual([]);
    expect(names(' ')).toHaveLength(LIBRARY.length);
  });

  it('finds a word without its ending where no entry has it as written', () => {
    expect(names('evicted')).toEqual(names('evict'));
    expect(names('evicted').length).toBeGreaterThan(0);
    expect(names('probed').length).toBeGreaterThan(0);
  });

  it('marks what it has found', () => {
    expect(highlighted('Why 137 (and 143)?', ['137', '(and'])).toEqual([
      { text: 'Why ', marked: false },
      { text: '137', marked: true },
      { text: ' ', marked: false },
      { text: '(and', marked: true },
      { text: ' 143)?', marked: false },
    ]);
  });
});

describe('the shelves', () => {
  it('have every entry under its topic', () => {
    const entries = sectionsOf('topics', LIBRARY).flatMap((section) => section.entries);
    expect(entries).toHaveLength(LIBRARY.length);
  });

  it('lead through seven chapters, and no chapter is empty', () => {
    const chapters = sectionsOf('path', LIBRARY);
    expect(chapters.map(({ entries }) => entries.length > 0)).toEqual(Array.from({ length: 7 }, () => true));
    expect(chapters.flatMap(({ entries }) => entries)).toHaveLength(LIBRARY.filter(({ place }) => place !== undefined).length);
  });

  it('have twelve levels in order, myths, and surprises', () => {
    expect(sectionsOf('levels', LIBRARY)[0]?.entries.map(({ level }) => level)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(sectionsOf('myths', LIBRARY).every(({ entries }) => entries.length >= 10)).toBe(true);
  });

  it('find a translated symptom by its English words, too', () => {
    const entries = LIBRARY.slice(0, 1).map((entry) => ({
      ...entry,
      symptoms: ['卡在 Terminating', '从未就绪', 'Killing'],
      symptomsInEnglish: ['stuck in Terminating'],
    }));
    expect(searched(entries, 'stuck')).toHaveLength(1);
    expect(searched(entries, '卡在')[0]?.because).toEqual(['卡在 Terminating']);
    expect(symptomsOf(entries).told.map(({ symptom }) => symptom)).toEqual(['从未就绪', '卡在 Terminating']);
  });

  it('count symptoms', () => {
    const { found, told } = symptomsOf(LIBRARY);
    expect(found.find(({ symptom }) => symptom === 'CrashLoopBackOff')?.count).toBeGreaterThan(5);
    expect(told.every(({ symptom }) => symptom.includes(' '))).toBe(true);
  });
});
