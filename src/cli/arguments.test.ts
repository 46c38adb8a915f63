import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';

describe('the words of a call', () => {
  it('keeps every value of an option that is given more than once', () => {
    const { options, lists } = parseArguments(['sweep', '--vary', 'a=1', 'x.yaml', '--vary=b=2']);
    expect(lists).toEqual({ vary: ['a=1', 'b=2'] });
    expect(options).toEqual({ vary: 'b=2' });
  });

  it('takes options anywhere before --', () => {
    const call = parseArguments(['-o', 'events', 'run', 'a.yaml', '--seed=7', 'b.yaml', '--out', 'dir']);
    expect(call).toMatchObject({ command: 'run', operands: ['a.yaml', 'b.yaml'], options: { output: 'events', seed: '7', out: 'dir' }, rest: undefined });
  });

  it('leaves what follows -- alone', () => {
    const call = parseArguments(['kubectl', 'a.yaml', '--at', '5s', '--', 'get', 'pods', '-o', 'wide', '--', 'x']);
    expect(call).toMatchObject({ command: 'kubectl', operands: ['a.yaml'], options: { at: '5s' }, rest: ['get', 'pods', '-o', 'wide', '--', 'x'] });
  });

  it.each([['-ojson'], ['-o=json'], ['-o', 'json'], ['--output', 'json'], ['--output=json']])('reads %s as the format', (...words: string[]) => {
    expect(parseArguments(['run', ...words]).options).toEqual({ output: 'json' });
  });

  it('takes - for standard input, not for an option', () => {
    expect(parseArguments(['run', '-']).operands).toEqual(['-']);
  });

  it.each([
    [['run', '--sed', '1'], 'there is no option --sed'],
    [['run', '-x'], 'there is no option -x'],
    [['run', 'a.yaml', '--seed'], '--seed needs a value: --seed N|typical'],
    [['--version=2'], '--version takes no value'],
  ])('refuses %j', (words, message) => {
    expect(() => parseArguments(words)).toThrow(message);
  });
});
