/**
 * The questions that people ask of a Pod's life, and the sentences that answer them: those of the verdict and of one
 * finding about a run of the library. Which scenario belongs to which question stands in its label.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import { edited } from '../testing/edited.ts';
import { simulated } from '../testing/simulated.ts';
import { findingsOf } from './findings/findings.ts';
import type { FindingKind } from './types.ts';
import { verdictOf } from './verdict/verdict.ts';

interface Answer {
  question: string;
  scenario: string;
  verdict: string;
  kind?: FindingKind;
  /** Title of the finding. */
  finding?: string;
  /** Parts of its detail. */
  because?: string[];
  /** What avoids it, the first way that is offered; after that the finding is gone. */
  change?: string;
}

const ANSWERS: Answer[] = [
  {
    question: 'grace-is-shared',
    scenario: 'grace-is-shared',
    verdict: 'preStop took 20 s of the grace, so SIGKILL came before the shutdown was done',
    kind: 'grace-too-short',
    finding: 'The grace period is 30 s. preStop and shutdown need 35 s.',
    because: ['The countdown begins at the deletion, not at SIGTERM', 'preStop spent 20 s of it, so app had 10 seconds before SIGKILL', 'Exit code 137'],
    change: 'Raise terminationGracePeriodSeconds to 38',
  },
  {
    question: 'prestop-overruns',
    scenario: 'prestop-overruns',
    verdict: 'preStop was cut, then SIGKILL after 12 s',
    kind: 'prestop-outlives-grace',
    finding: 'The grace period of 10 s cuts preStop off after 10 s. The hook alone needs 60 s.',
    because: ['No Event tells of the cut', 'SIGTERM follows, with the least the kubelet gives, 2 s', 'SIGKILL after 12 s in all'],
    change: 'Raise terminationGracePeriodSeconds to 63',
  },
  {
    question: 'prestop-ends-its-own-container',
    scenario: 'prestop-ends-its-own-container',
    verdict: 'preStop ended its own container: exit code 0 after less than 0.1 s',
    kind: 'prestop-ends-container',
    finding: 'preStop ends its own container: PID 1 of nginx exits with 0 less than 0.1 s into the hook.',
    because: ['the kernel kills every process of the container, the hook among them', 'FailedPreStopHook and its 137', 'The shutdown was clean'],
    change: 'Let preStop only sleep, and leave the stop to the stop signal',
  },
  {
    question: 'prestop-not-called',
    scenario: 'prestop-not-called',
    verdict: 'crashes: one crash; oom: OOMKilled once; unhealthy: killed once by its liveness probe',
    kind: 'prestop-not-called',
    finding: 'preStop does not run for crashes, oom and completes: they end by themselves.',
    because: [
      'crashes exits with 1, oom is OOMKilled and completes exits with 0',
      'only when it decides to stop a container: on deletion, after a failed liveness or startup probe',
    ],
  },
  {
    question: 'sigterm-eaten',
    scenario: 'sigterm-eaten',
    verdict: 'SIGTERM did not end it, SIGKILL did after 30 s',
    kind: 'sigterm-lost',
    finding: 'SIGTERM ends at the shell: PID 1 of app is sh, and redis-server behind it gets nothing. It takes SIGKILL after 30 s.',
    because: ['The kernel delivers to PID 1 only signals it has a handler for, and a shell hands none on', 'ends with 137'],
    change: 'Run the program of app with exec, so that SIGTERM reaches it',
  },
  {
    question: 'exit-137-four-ways',
    scenario: 'exit-137-four-ways',
    verdict: 'oom: OOMKilled once; own-code: one crash; unhealthy: killed once by its liveness probe',
    kind: 'exit-code-137',
    finding: 'Four containers end with 137, for four reasons; only oom ran out of memory.',
    because: [
      'own-code called exit(137) itself',
      'unhealthy failed its liveness probe, and got SIGKILL after 10 s of grace',
      'deaf got SIGKILL after 10 s of grace',
      '143 of obedient is 128 + 15: ended by SIGTERM as asked, and Error all the same',
    ],
  },
  {
    question: 'rolling-502',
    scenario: 'sigterm-before-endpoints',
    verdict: '3 s of refused requests, then a clean stop: exit code 0 after 8 s',
    kind: 'stops-before-clients-leave',
    finding: 'app closes its port 3 s before clients stop coming.',
    because: [
      'From 15.0 to 18.0 s every request is refused',
      'neither waits for the other',
      'A preStop sleep covers the gap, and spends as much of the grace period',
    ],
    change: 'Let a preStop hook sleep 4 s',
  },
  {
    question: 'probes-while-terminating',
    scenario: 'probes-while-terminating',
    verdict: 'A clean stop after 15.1 s: app, then logs',
    kind: 'probes-while-terminating',
    finding: 'Readiness of app fails five times while the Pod terminates. That is normal, and nothing is restarted.',
    because: ['liveness and startup of app ended with the deletion', 'logs, as a sidecar, keeps all its probes'],
  },
  {
    question: 'liveness-waits-for-grace',
    scenario: 'liveness-waits-for-grace',
    verdict: 'app: killed once by its liveness probe; neighbour: one crash',
    kind: 'slow-liveness-kill',
    finding: 'From the failed liveness probe at 40.3 s to the new container it takes 600 s.',
    because: ['the same grace period as a healthy one', 'neighbour ended at 60.6 s and is not restarted before 640.5 s', 'STATUS says Running'],
    change: 'Give the livenessProbe a grace period of its own: 5 s',
  },
  { question: 'sidecar-order', scenario: 'sidecar-order', verdict: 'A clean stop after 6.1 s: app, then logs, then network' },
  {
    question: 'sidecar-order',
    scenario: 'job-with-plain-proxy',
    verdict: 'work is done, but proxy keeps the Pod Running',
    kind: 'helper-keeps-pod',
    finding: 'work is done, but proxy goes on: the Pod never finishes.',
    because: ['A Pod is finished when all of its containers are', 'A sidecar container is stopped when the others are done'],
    change: 'Make proxy a sidecar container: init containers with restartPolicy Always',
  },
  {
    question: 'poststart-parallel',
    scenario: 'poststart-blocks-status',
    verdict: 'Ready after 20.6 s, and it stays so',
    kind: 'poststart-hides-start',
    finding: 'web runs from 0.5 s on; until 20.5 s the API says ContainerCreating, because postStart takes 20 s.',
    because: ['Entrypoint and hook run side by side', 'but the status, the probes and the next container'],
    change: 'Run the command before web starts, in an init container, if it does not need web',
  },
  {
    question: 'poststart-fails',
    scenario: 'poststart-fails',
    verdict: 'Killed four times because postStart fails',
    kind: 'poststart-fails',
    finding: 'postStart of app fails with exit code 3, so the kubelet kills app: four times in this run.',
    because: [
      'The Event says only PostStartHook failed',
      '"precondition missing" stands in state.waiting.message, reason PostStartHookError',
      'until CrashLoopBackOff replaces it',
      'preStop runs in this kill, too',
    ],
    change: 'Take the postStart hook away',
  },
  {
    question: 'poststart-hangs',
    scenario: 'poststart-hangs',
    verdict: 'The deletion waited 60.5 s, then a clean stop: exit code 0 after less than 0.1 s',
    kind: 'poststart-hangs',
    finding: 'postStart of app takes 80 s, and the deletion at 20.0 s waits 60.5 s for it.',
    because: ['Hooks have no timeout', "the Pod's worker is busy with it: no Running, no probes, no next container"],
    change: 'Take the postStart hook away; a startupProbe can wait as long, and holds up nothing',
  },
  {
    question: 'poststart-as-gate',
    scenario: 'poststart-holds-next-container',
    verdict: 'Ready after 9.6 s, and it stays so',
    kind: 'poststart-holds-next',
    finding: 'app starts 9.1 s after proxy: postStart of proxy holds it back.',
    because: ['one after another in the order of the list', 'a gate only by accident', 'A sidecar with a startupProbe is made for it'],
    change: 'Make proxy a sidecar container with a startupProbe, without the hook',
  },
  {
    question: 'liveness-vs-slow-start',
    scenario: 'liveness-kills-slow-starter',
    verdict: 'Killed three times while booting',
    kind: 'liveness-before-boot',
    finding: 'The liveness probe gives up after 29.4 s. Booting takes 60 s.',
    because: ['Liveness fails three times in a row', 'the next instance has no more time than this one'],
    change: 'Add a startupProbe that gives cart 90 s',
  },
  {
    question: 'startup-budget',
    scenario: 'startup-budget',
    verdict: 'Ready after 311.1 s, and it stays so',
    kind: 'first-probe-late',
    finding: 'The first startup probe of app comes 307.8 s after its start, not after 15 s: its worker ticks every 310 s.',
    because: [
      'from the moment the kubelet adds the Pod, 2.5 s before this start',
      'Budget: the first tick, 1 period of 310 s and a timeout of 1 s, 618.8 s from the start',
    ],
    change: 'Ask every 5 s, up to 124 times: the same budget',
  },
  {
    question: 'delay-with-startup',
    scenario: 'delay-counts-from-start',
    verdict: 'Ready after 40.3 s, and it stays so',
    kind: 'delay-already-over',
    finding: 'livenessProbe begins at 50.3 s, not at 70.3 s: its initialDelaySeconds of 30 is over before startup succeeds at 40.3 s.',
    because: ['from the start of the container, not from the success of the startup probe'],
    change: 'Take initialDelaySeconds of the livenessProbe away: the startupProbe holds it back',
  },
  {
    question: 'readiness-bursts',
    scenario: 'readiness-bursts',
    verdict: 'Out of rotation once, 60 s in all, without a restart',
    kind: 'readiness-off-beat',
    finding: '2 readiness attempts of app do not wait for the period of 60 s: at 12.3 and 72.3 s.',
    because: ['When the startup probe succeeds', 'with each status update while app is started but not ready', 'the period counts anew from there'],
  },
  {
    question: 'exec-timeout-default',
    scenario: 'exec-probe-timeout',
    verdict: 'Killed twice by its liveness probe',
    kind: 'probe-timeout-too-short',
    finding: 'timeoutSeconds is 1, the default. exec /usr/local/bin/check-replication takes 1.4 s.',
    because: ['7 attempts of the liveness probe ran into it', 'an answer that comes too late is a failure'],
    change: 'Raise timeoutSeconds of the livenessProbe to 2',
  },
  {
    question: 'readiness-flap',
    scenario: 'readiness-flap',
    verdict: 'Out of rotation three times, 17 s in all, without a restart',
    kind: 'readiness-too-nervous',
    finding: 'One failed attempt takes app out of its Services: failureThreshold is 1.',
    because: ['Three times a readiness attempt failed that the next ones did not confirm'],
    change: 'Raise failureThreshold of the readinessProbe to 3',
  },
  {
    question: 'readiness-never-restarts',
    scenario: 'readiness-never-restarts',
    verdict: 'Out of rotation once and not back: 199.5 s so far',
    kind: 'readiness-never-restarts',
    finding: 'Readiness of app fails from 40.5 s on, for 199.5 s. Nothing restarts it: it has no livenessProbe.',
    because: ['takes the Pod out of its Services and does nothing else', 'all replicas restart together when the database is down'],
    change: 'Add a livenessProbe to app, if a restart repairs what fails',
  },
  {
    question: 'startup-gate-leak',
    scenario: 'startup-gate-leak',
    verdict: 'Killed once by its liveness probe and killed twice while booting',
    kind: 'startup-gate-leak',
    finding: 'After a liveness kill app is probed 2.4 s into its new start, before its startup probe has passed: killed twice while it boots.',
    because: ['v1.36 hands started: true on to the new container, until the next tick of its startup probe', 'A container that exits by itself does not leak'],
    change: 'Set initialDelaySeconds of the livenessProbe to 35: the delay does not leak',
  },
  {
    question: 'crashloop-clock',
    scenario: 'crash-loop',
    verdict: 'Crash loop: exit code 1 seven times, with longer and longer waits',
    kind: 'crash-loop',
    finding: 'app exits with 1 seven times; the waits before its restarts are 0, 10, 20, 40, 80, 160 and 300 s.',
    because: [
      'The waits count from each exit, double up to 300 s and begin anew after a run of more than 10 min',
      'a sync ends them, so they took 0.1, 13.0, 26.0, 51.0, 82.0 and 163.0 s',
      'the next start is due at 649.6 s',
    ],
  },
  {
    question: 'status-words',
    scenario: 'status-words',
    verdict: 'Crash loop: exit code 1 six times, with longer and longer waits',
    kind: 'crash-loop',
    finding: 'app exits with 1 six times; the waits before its restarts are 0, 10, 20, 40, 80 and 160 s.',
    because: ['The phase is Running all the while', "STATUS is what kubectl makes of the container's state: Error for 239.2 s and CrashLoopBackOff for 39.8 s"],
  },
  {
    question: 'image-pull-backoff',
    scenario: 'image-pull-backoff',
    verdict: 'The image of app came after 5 failed pulls: started at 354.6 s',
    kind: 'image-not-pulled',
    finding: 'shop/cart:2.0 cannot be pulled: the registry does not have it. 5 attempts failed, the one at 354.5 s worked.',
    because: [
      'Attempts failed at 0.5, 14.6, 40.6, 92.6 and 183.6 s',
      'ErrImagePull after an attempt, ImagePullBackOff while it waits',
      'it had the image at 200.0 s, 154.5 s earlier',
    ],
    change: 'Let the registry have shop/cart:2.0',
  },
];

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const LABEL = 'podloupe.dev/question';

const textOf = (scenario: string) => readFileSync(`${FOLDER}${scenario}.yaml`, 'utf8');

/** The finding of a kind in a run of the text. */
function found(text: string, kind: FindingKind) {
  const { trace, scenario } = simulated(text);
  return findingsOf(trace, scenario).find((finding) => finding.kind === kind);
}

test.each(ANSWERS)('$question, shown by $scenario', ({ scenario: name, verdict, kind, finding, because = [], change }) => {
  const text = textOf(name);
  const { trace, scenario } = simulated(text);
  expect(verdictOf(trace, scenario).headline).toBe(verdict);
  if (kind === undefined) return;
  const told = found(text, kind);
  expect(told?.title).toBe(finding);
  for (const part of because) expect(told?.detail).toContain(part);
  const offered = told?.change ?? told?.alternatives[0];
  expect(offered?.title).toBe(change);
  if (offered) expect(found(edited(text, offered.edits), kind)?.title).toBeUndefined();
});

describe('the library', () => {
  const asked = readdirSync(FOLDER).flatMap((file) => {
    const { scenario } = simulated(readFileSync(FOLDER + file, 'utf8'), { durationMs: 0 });
    const question = scenario.labels[LABEL];
    return question === undefined ? [] : [{ question, scenario }];
  });

  it('has a scenario for each of the 25 questions, and an answer here for each of them', () => {
    expect(new Set(asked.map(({ question }) => question)).size).toBe(25);
    const pairs = ({ question, scenario }: { question: string; scenario: string }) => `${question}: ${scenario}`;
    expect(asked.map(({ question, scenario }) => pairs({ question, scenario: scenario.name })).sort()).toEqual(ANSWERS.map(pairs).sort());
  });

  it.each(asked.map(({ scenario }) => [scenario.name, scenario] as const))('asks and answers shortly: %s', (_name, { title, summary }: Scenario) => {
    expect(title).toMatch(/\?$/);
    const sentences = (summary ?? '').trim().split(/(?<=[.?])\s+(?=[A-Z`*])/);
    expect(sentences).toHaveLength(2);
    for (const sentence of sentences) expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(25);
  });
});
