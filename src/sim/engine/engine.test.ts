import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Beat } from './beat.ts';
import { EventQueue, PRIORITY } from './queue.ts';
import { type Routine, Scope, Signal } from './task.ts';

/** Carries out everything until a time; what was said on the way, with its time. */
function told(untilMs: number, plan: (queue: EventQueue, say: (what: string) => void) => void): string {
  const queue = new EventQueue();
  const out: string[] = [];
  plan(queue, (what) => out.push(`${queue.nowMs} ${what}`));
  while (queue.step(untilMs)) continue;
  return out.join(', ');
}

describe('EventQueue', () => {
  test('orders by time, then by priority, then by rank, then as they came', () => {
    expect(
      told(10, (queue, say) => {
        queue.at(5, () => say('tick'), PRIORITY.syncTick);
        queue.at(5, () => say('probe 2'), PRIORITY.probe, 2);
        queue.at(5, () => say('probe 1'), PRIORITY.probe, 1);
        queue.at(5, () => say('a'));
        queue.at(5, () => say('b'));
        queue.at(3, () => say('early'));
        queue.at(5, () => say('user'), PRIORITY.action);
      }),
    ).toBe('3 early, 5 user, 5 a, 5 b, 5 probe 1, 5 probe 2, 5 tick');
  });

  test('what is put in for now has its turn now, before what has a later place', () => {
    expect(
      told(10, (queue, say) => {
        queue.at(2, () => queue.at(1, () => say('late')), PRIORITY.action);
        queue.at(2, () => say('tick'), PRIORITY.syncTick);
      }),
    ).toBe('2 late, 2 tick');
  });

  test('an entry can be taken back', () => {
    expect(
      told(10, (queue, say) => {
        const cancel = queue.at(4, () => say('never'));
        queue.at(3, () => cancel());
      }),
    ).toBe('');
  });

  test('steady entries are carried out, but are nothing to wait for while they say that they change nothing', () => {
    const queue = new EventQueue();
    let steady = true;
    queue.steadyAt(
      5,
      () => undefined,
      () => (steady ? Number.POSITIVE_INFINITY : 0),
    );
    expect(queue.nextEventMs).toBe(Number.POSITIVE_INFINITY);
    steady = false;
    expect(queue.nextEventMs).toBe(5);
    expect([queue.step(4), queue.step(5), queue.nowMs, queue.step(100)]).toEqual([false, true, 5, false]);
  });

  test('a steady entry whose loop will do something at a known time is waited for until then', () => {
    const queue = new EventQueue();
    queue.steadyAt(
      5,
      () => undefined,
      () => 12,
    );
    expect(queue.nextEventMs).toBe(12);
  });
});

describe('Scope', () => {
  const sleeper = (queue: EventQueue, say: (what: string) => void, ms: number): Routine =>
    (function* () {
      say('begins');
      yield { untilMs: queue.nowMs + ms };
      say('ends');
    })();

  test('a coroutine begins at once and goes on when its time has come', () => {
    expect(told(100, (queue, say) => new Scope(queue).spawn(sleeper(queue, say, 30)))).toBe('0 begins, 30 ends');
  });

  test('a signal wakes those that wait at that moment; a timer that lost the race is forgotten', () => {
    expect(
      told(100, (queue, say) => {
        const signal = new Signal();
        const scope = new Scope(queue);
        scope.spawn(
          (function* () {
            yield { untilMs: 50, signals: [signal] };
            say('woken');
            yield { signals: [signal] };
            say('woken again');
          })(),
        );
        queue.at(10, () => signal.fire());
        queue.at(10, () => say('fired'));
        queue.at(70, () => signal.fire());
      }),
    ).toBe('10 fired, 10 woken, 70 woken again');
  });

  test('closing it ends all where they stand, callbacks included', () => {
    expect(
      told(100, (queue, say) => {
        const scope = new Scope(queue);
        scope.spawn(sleeper(queue, say, 30));
        scope.at(40, () => say('never'));
        queue.at(20, () => scope.close());
        queue.at(25, () => scope.spawn(sleeper(queue, say, 1)));
      }),
    ).toBe('0 begins');
  });
});

describe('Beat', () => {
  /** Beats of a loop that finds something to do at some times; the beats that did something. */
  function beats(skipIdle: boolean, workMs: readonly number[], firstMs = 7, periodMs = 10): string {
    return told(200, (queue, say) => {
      let work = 0;
      const beat: Beat = new Beat(queue, {
        firstMs,
        periodMs,
        priority: PRIORITY.syncTick,
        skipIdle,
        run: () => {
          if (work === 0) return;
          say(`does ${work}`);
          work = 0;
        },
      });
      for (const ms of workMs) {
        queue.at(ms, () => {
          work += 1;
          beat.arm();
        });
      }
    });
  }

  test('comes at fixed times', () => {
    expect(beats(true, [0, 8, 9, 30])).toBe('7 does 1, 17 does 2, 37 does 1');
  });

  test('skipping idle beats makes no difference', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 150 })),
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (work, firstMs, periodMs) => beats(true, work, firstMs, periodMs) === beats(false, work, firstMs, periodMs),
      ),
    );
  });

  test('one that has had its turn in this millisecond comes again only a period later', () => {
    const count = (skipIdle: boolean) =>
      told(40, (queue, say) => {
        const beat: Beat = new Beat(queue, { firstMs: 10, periodMs: 10, priority: PRIORITY.relist, skipIdle, run: () => armed && say('beat') });
        let armed = false;
        queue.at(
          10,
          () => {
            armed = true;
            beat.arm();
          },
          PRIORITY.syncTick,
        );
      });
    expect(count(true)).toBe('20 beat');
    expect(count(false).split(', ')[0]).toBe('20 beat');
  });

  test('knows its neighbours', () => {
    const beat = new Beat(new EventQueue(), { firstMs: 7, periodMs: 10, priority: PRIORITY.relist, skipIdle: true, run: () => undefined });
    expect([beat.next(0), beat.next(7), beat.next(8), beat.last(6), beat.last(7), beat.last(29)]).toEqual([7, 7, 17, Number.NEGATIVE_INFINITY, 7, 27]);
  });
});
