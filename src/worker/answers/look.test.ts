/** What the inspector's panes show of a run at a moment. */
import { describe, expect, it } from 'vitest';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { seenAt } from './look.ts';

const RUN = simulated(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "20"], env: [{name: MODE, value: fast}]}]'));

describe('a look at a moment', () => {
  it('is what kubectl prints then', async () => {
    expect(await seenAt(RUN, { show: 'kubectl', args: ['get', 'pods', '--no-headers'] }, 5000)).toEqual({
      text: 'web   1/1   Running   0     5s\n',
      error: '',
      changedLines: [],
    });
    expect(await seenAt(RUN, { show: 'kubectl', args: ['get', 'pod', 'nobody'] }, 5000)).toMatchObject({
      text: '',
      error: expect.stringContaining('NotFound') as string,
    });
  });

  it('of a command that does more than look, or tells of fields, is what kubectl prints as well', async () => {
    const text = async (line: string) => (await seenAt(RUN, { show: 'kubectl', args: line.split(' ') }, 5000)).text;
    expect(await text('run web --image=nginx --dry-run=client')).toBe('pod/web created (dry run)\n');
    expect(await text('explain pod.spec.os')).toMatch(/^KIND: {7}Pod\nVERSION: {4}v1\n\nFIELD: os <PodOS>\n/);
    expect(await text('delete pod web')).toBe('pod "web" deleted from default namespace\n');
    expect(await text('get pods -o name')).toBe('pod/web\n');
  });

  it('at exec is what the command prints in a copy of the run, with what can be done to the run itself', async () => {
    const exec = (...command: string[]) => seenAt(RUN, { show: 'kubectl', args: ['exec', 'web', '--', ...command] }, 5000);
    expect(await exec('sh', '-c', 'echo $MODE; exit 2')).toEqual({
      text: 'fast\n',
      error: 'command terminated with exit code 2\n',
      changedLines: [],
      exec: { container: 'app', command: ['sh', '-c', 'echo $MODE; exit 2'], isEndless: false },
    });
    // It goes with its container
    expect(await exec('tail', '-f', '/dev/null')).toMatchObject({ text: '', error: 'command terminated with exit code 137\n' });
    expect(await seenAt(RUN, { show: 'kubectl', args: ['exec', 'nobody', '--', 'ls'] }, 5000)).not.toHaveProperty('exec');
  });

  it('at YAML marks the lines that the last change made', async () => {
    const { text, changedLines, changedMs } = await seenAt(RUN, { show: 'yaml', whole: false }, 5000);
    expect(text).toMatch(/^status:\n/);
    const lines = text.split('\n');
    expect(changedLines.map((line) => lines[line]?.trim())).toEqual(expect.arrayContaining(['phase: Running', 'ready: true', 'podIP: 10.244.1.2']));
    expect(changedLines.map((line) => lines[line]?.trim())).not.toContain('qosClass: BestEffort');
    expect(changedMs).toBeLessThan(1000);
    expect((await seenAt(RUN, { show: 'yaml', whole: true }, 5000)).text).toMatch(/^apiVersion: v1\n/);
  });

  it('the first version of a Pod has no marks, and before it there is no Pod', async () => {
    expect(await seenAt(RUN, { show: 'yaml', whole: false }, 3)).toMatchObject({ changedLines: [] });
    expect(await seenAt(RUN, { show: 'yaml', whole: false }, 0)).toMatchObject({ text: '', error: 'Error from server (NotFound): pods "web" not found\n' });
  });

  it('at the environment knows the processes that were started', async () => {
    expect((await seenAt(RUN, { show: 'env' }, 5000)).text).toMatch(/^app MODE=fast +# literal$/m);
    expect((await seenAt(RUN, { show: 'env' }, 0)).text).toBe('');
  });

  it('at the final object knows who set each field, and leaves the status out', async () => {
    const { text, owners = {} } = await seenAt(RUN, { show: 'final' }, 5000);
    const owner = (line: string) => owners[text.split('\n').findIndex((each) => each.trim() === line)];
    expect(text).not.toContain('status:');
    expect(owner('image: busybox:1.36')).toEqual({ by: 'manifest' });
    expect(owner('restartPolicy: Always')).toEqual({ by: 'defaults' });
    expect(owner('serviceAccountName: default')).toEqual({ by: 'admission', name: 'ServiceAccount' });
    expect(owner('nodeName: node-1')).toMatchObject({ by: 'scheduler' });
    expect(await seenAt(RUN, { show: 'final' }, 0)).toEqual({ text: '', error: '', changedLines: [] });
  });
});
