/** What the inspector's panes show of a run at a moment. */
import { describe, expect, it } from 'vitest';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { seenAt } from './look.ts';

const RUN = simulated(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "20"], env: [{name: MODE, value: fast}]}]'));

describe('a look at a moment', () => {
  it('is what kubectl prints then', () => {
    expect(seenAt(RUN, { show: 'kubectl', args: ['get', 'pods', '--no-headers'] }, 5000)).toEqual({
      text: 'web   1/1   Running   0     5s\n',
      error: '',
      changedLines: [],
    });
    expect(seenAt(RUN, { show: 'kubectl', args: ['get', 'pod', 'nobody'] }, 5000)).toMatchObject({
      text: '',
      error: expect.stringContaining('NotFound') as string,
    });
  });

  it('at YAML marks the lines that the last change made', () => {
    const { text, changedLines, changedMs } = seenAt(RUN, { show: 'yaml', whole: false }, 5000);
    expect(text).toMatch(/^status:\n/);
    const lines = text.split('\n');
    expect(changedLines.map((line) => lines[line]?.trim())).toEqual(expect.arrayContaining(['phase: Running', 'ready: true', 'podIP: 10.244.1.2']));
    expect(changedLines.map((line) => lines[line]?.trim())).not.toContain('qosClass: BestEffort');
    expect(changedMs).toBeLessThan(1000);
    expect(seenAt(RUN, { show: 'yaml', whole: true }, 5000).text).toMatch(/^apiVersion: v1\n/);
  });

  it('the first version of a Pod has no marks, and before it there is no Pod', () => {
    expect(seenAt(RUN, { show: 'yaml', whole: false }, 3)).toMatchObject({ changedLines: [] });
    expect(seenAt(RUN, { show: 'yaml', whole: false }, 0)).toMatchObject({ text: '', error: 'Error from server (NotFound): pods "web" not found\n' });
  });

  it('at the environment knows the processes that were started', () => {
    expect(seenAt(RUN, { show: 'env' }, 5000).text).toMatch(/^app MODE=fast +# literal$/m);
    expect(seenAt(RUN, { show: 'env' }, 0).text).toBe('');
  });

  it('at the final object knows who set each field, and leaves the status out', () => {
    const { text, owners = {} } = seenAt(RUN, { show: 'final' }, 5000);
    const owner = (line: string) => owners[text.split('\n').findIndex((each) => each.trim() === line)];
    expect(text).not.toContain('status:');
    expect(owner('image: busybox:1.36')).toEqual({ by: 'manifest' });
    expect(owner('restartPolicy: Always')).toEqual({ by: 'defaults' });
    expect(owner('serviceAccountName: default')).toEqual({ by: 'admission', name: 'ServiceAccount' });
    expect(owner('nodeName: node-1')).toMatchObject({ by: 'scheduler' });
    expect(seenAt(RUN, { show: 'final' }, 0)).toEqual({ text: '', error: '', changedLines: [] });
  });
});
