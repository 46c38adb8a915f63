import { parseDelayMs } from './duration.ts';
import { echoText } from './echo.ts';
import { complain, type Tool, usage } from './tool.ts';

export const SIMPLE_TOOLS: Record<string, Tool> = {
  *true() {
    return 0;
  },
  *false() {
    return 1;
  },
  *echo({ process, args, flavour }) {
    yield* process.out(echoText(args, flavour));
    return 0;
  },
  *sleep(call) {
    const { process, args, flavour } = call;
    if (args.length === 0) return yield* usage(call, 'missing operand', 'sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays');
    let totalMs = 0;
    for (const word of args) {
      const ms = parseDelayMs(word);
      if (ms === undefined) {
        if (flavour === 'coreutils') return yield* usage(call, `invalid time interval ‘${word}’`, '');
        yield* complain(call, `invalid number '${word}'`);
        return 1;
      }
      totalMs += ms;
    }
    if (totalMs === Number.POSITIVE_INFINITY) for (;;) yield {};
    yield* process.sleep(totalMs);
    return 0;
  },
};
