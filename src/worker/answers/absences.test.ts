import { describe, expect, it } from 'vitest';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { absencesIn } from './absences.ts';

const FAILING = simulated(
  sketch(
    "restartPolicy: Never\ncontainers: [{name: app, image: 'busybox:1.36', command: [sh, -c, 'sleep 5; exit 3'], lifecycle: {preStop: {exec: {command: [echo, bye]}}}}]",
    'duration: 1m',
  ),
);
const questionsAt = (atMs: number) => absencesIn(FAILING, atMs).map(({ absence }) => absence.question);

describe('what did not happen', () => {
  it('is asked of the whole run, each question with its answer and what that rests on', () => {
    const restart = absencesIn(FAILING, 3000).find(({ about }) => about.what === 'restart');
    expect(restart?.absence).toMatchObject({
      question: 'Why was app not restarted?',
      answer: 'restartPolicy is Never: whatever the exit code (3), app stays down.',
    });
    expect(restart?.absence.steps.map(({ source }) => source.split(': ')[0])).toEqual([
      'containerd internal/cri/server/events.go',
      'pkg/kubelet/kuberuntime/kuberuntime_manager.go',
    ]);
    expect(questionsAt(3000)).toEqual(['Why was app not restarted?', 'Why is there no Event for the exit of app?', 'Why did preStop of app not run?']);
  });

  it('asks why the Pod is not Ready only where it is not', () => {
    expect(questionsAt(0)).not.toContain('Why is the Pod not Ready at 0.0 s?');
    expect(questionsAt(3000).some((question) => question.startsWith('Why is the Pod not Ready'))).toBe(false);
    expect(questionsAt(20_000)[0]).toBe('Why is the Pod not Ready at 20.0 s?');
  });
});
