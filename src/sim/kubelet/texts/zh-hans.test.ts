import { expect, test } from 'vitest';
import { translate } from '../../../base/catalogue.ts';
import { readFixture } from '../../../testing/fixtures.ts';
import { simulated } from '../../../testing/simulated.ts';
import { note } from './zh-hans.ts';

test.each(['restart-crashloop', 'restart-never-fails', 'two-crashers', 'probe-initial-delay'])(
  'what the parts did in %s is said in Chinese throughout',
  (name) => {
    translate({ note });
    const { notes = [] } = simulated(readFixture(`recordings/${name}.yaml`), { notes: true }).trace;
    expect(notes.length).toBeGreaterThan(0);
    const english = notes.flatMap(({ text, detail }) => [text, detail]).filter((said) => /[a-z]{2,} [a-z]{2,} [a-z]{2,}/.test(said));
    expect(english).toEqual([]);
    for (const { detail } of notes) expect(detail).toMatch(/[一-鿿].*。$/);
  },
);
