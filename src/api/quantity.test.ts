import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareQuantities, formatQuantity, parseQuantity, quantity, QUANTITY_FORMAT_ERROR, QUANTITY_SUFFIX_ERROR, roundUpToMilli } from './quantity.ts';

describe('canonical form (recorded on a v1.36.2 API server)', () => {
  it.each([
    ['0.5', '500m'],
    ['2.50', '2500m'],
    ['1000m', '1'],
    ['1.5Gi', '1536Mi'],
    ['0.5Gi', '512Mi'],
    ['1024Ki', '1Mi'],
    ['5000k', '5M'],
    ['1000000', '1M'],
    ['1000', '1k'],
    ['134217728', '134217728'],
    ['0', '0'],
    ['-1', '-1'],
    ['1e3', '1e3'],
    ['512Ki', '512Ki'],
    ['100Mi', '100Mi'],
    ['+1Gi', '+1Gi'],
    ['01Gi', '01Gi'],
    ['1.Gi', '1.Gi'],
    ['+1024Ki', '1Mi'],
    ['1.0', '1'],
    ['+0', '0'],
  ])('%s is stored as %s', (written, stored) => {
    expect(formatQuantity(quantity(written))).toBe(stored);
  });

  it('rounds resource lists up to thousandths', () => {
    expect(formatQuantity(roundUpToMilli(quantity('256.5m')))).toBe('257m');
  });
});

describe('texts that are no quantity', () => {
  it.each(['', '64MB', '64 Mi', '1gi', 'true', 'one'])('"%s" does not fit the expression', (text) => {
    expect(parseQuantity(text)).toEqual({ error: QUANTITY_FORMAT_ERROR });
  });

  it.each(['64mi', '1K', '1ki'])('"%s" has an unknown suffix', (text) => {
    expect(parseQuantity(text)).toEqual({ error: QUANTITY_SUFFIX_ERROR });
  });
});

describe('invariants', () => {
  const written = fc
    .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3'))
    .map(([value, suffix]) => `${value}${suffix}`);

  it('the canonical form means the same and is its own canonical form', () => {
    fc.assert(
      fc.property(written, (text) => {
        const canonical = formatQuantity(quantity(text));
        expect(compareQuantities(canonical, text)).toBe(0);
        expect(formatQuantity(quantity(canonical))).toBe(canonical);
      }),
    );
  });
});
