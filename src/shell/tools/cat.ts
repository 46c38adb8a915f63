/** `cat` */
import { RegularFile } from '../streams.ts';
import { splitLines } from '../text.ts';
import { openInput, readWhole } from './input.ts';
import { complain, parseOptions, type Tool } from './tool.ts';

export const CAT_TOOLS: Record<string, Tool> = {
  *cat(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    let status = 0;
    let number = 0;
    const marks = [...'nbAtTeE'].filter((letter) => options.has(letter)).join('');
    for (const path of options.operands.length === 0 ? ['-'] : options.operands) {
      const file = yield* openInput(call, path);
      if (!file) {
        status = 1;
        continue;
      }
      const output = process.fds.get(1);
      if (file instanceof RegularFile && output instanceof RegularFile && file.node === output.node && file.offset < file.node.text.length) {
        // BusyBox copies until the disk is full; nobody wants to see that
        yield* complain(call, `${path}: input file is output file`);
        status = 1;
        continue;
      }
      if (marks !== '') {
        for (const line of splitLines(yield* readWhole(process, file))) {
          const numbered = options.has('b') ? line !== '' : options.has('n');
          if (numbered) number += 1;
          const tabs = /[AtT]/.test(marks) ? line.replaceAll('\t', '^I') : line;
          yield* process.out(`${numbered ? `${String(number).padStart(6)}\t` : ''}${tabs}${/[AeE]/.test(marks) ? '$' : ''}\n`);
        }
        continue;
      }
      if (file.endless && process.fds.get(1)?.sink) for (;;) yield {};
      file.retain();
      try {
        for (;;) {
          const text = file.take(65_536);
          if (text === '') break;
          if (text === undefined) yield { queue: file.queue };
          else {
            yield* process.out(text);
            yield* process.tick();
          }
        }
      } finally {
        file.release();
      }
    }
    return status;
  },
};
