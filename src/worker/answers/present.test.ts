/** A story with its points looked up in a run, and the lines of the text that its beats show. */
import { expect, test } from 'vitest';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { presentationOf } from './present.ts';

const POD = `
  terminationGracePeriodSeconds: 20
  containers:
  - name: app
    image: shop/cart:1.4
    ports: [{containerPort: 8080}]
    livenessProbe:
      httpGet: {path: /healthz, port: 8080}
      periodSeconds: 3
      # three in a row
      failureThreshold: 3
`;

function presented(story: string) {
  const text = sketch(POD, `duration: 60s\nworkloads: {app: {boot: 25s}}${story}`);
  return presentationOf(simulated(text), text);
}

test('points become times of the run, and a beat takes over what it does not say', () => {
  const { beats, isGenerated } = presented(`
story:
- {at: app.start, title: It starts., show: [app.process], zoom: [0s, 30s]}
- {at: event.Killing, title: It is killed., ask: true}
- {title: And so on., text: Again and again.}`);
  expect(isGenerated).toBe(false);
  expect(beats.map(({ title, atMs, lanes, window, ask }) => ({ title, atMs, lanes, window, ask }))).toEqual([
    { title: 'It starts.', atMs: 483, lanes: ['app.process'], window: { fromMs: 0, toMs: 30_000 }, ask: undefined },
    { title: 'It is killed.', atMs: 9313, lanes: ['app.process'], window: { fromMs: 0, toMs: 30_000 }, ask: true },
    { title: 'And so on.', atMs: 9313, lanes: ['app.process'], window: { fromMs: 0, toMs: 30_000 }, ask: undefined },
  ]);
});

test('a point that the run does not have leaves the beat where the one before it is, and says so', () => {
  const [, second] = presented(`
story:
- {at: 5s, title: A}
- {at: delete+5s, title: B}`).beats;
  expect(second).toMatchObject({ atMs: 5000, missing: 'delete+5s never happened' });
});

const TOLD = `
story:
- {at: event.Killing, title: Killed after 9.3 s., text: 'Three failures, 3 s apart; booting takes 25 s.', zoom: [0s, event.Killing+5s]}
- {at: 45s, title: exit code 0 every time., text: app would serve after 25.5 s. Nine lives., ask: Will it come up within 40 s?}`;

/** What the beats of a story say that is not so in the run of a text, as page and presenter are told. */
function stale(pod: string, rest: string, story = TOLD) {
  const text = sketch(pod, `${rest}${story}`);
  return presentationOf(simulated(text), text).beats.map((beat) => beat.stale?.map((each) => ('figure' in each ? each.figure : each.what)));
}

test('figures that a story was written with are found once the text has been changed, and none before', () => {
  expect(stale(POD, 'duration: 60s\nworkloads: {app: {boot: 25s}}')).toEqual([undefined, undefined]);
  const slower = POD.replace('periodSeconds: 3', 'periodSeconds: 4');
  expect(stale(slower, 'duration: 60s\nworkloads: {app: {boot: 24s}}')).toEqual([['9.3 s'], ['25.5 s']]);
  expect(stale(POD, 'duration: 44s\nworkloads: {app: {boot: 25s, onTerm: {exitAfter: 1s, code: 3}}}')).toEqual([undefined, ['0', 'end']]);
});

test('a stretch that leads to a point of another run is told of', () => {
  const patient = POD.replace('failureThreshold: 3', 'failureThreshold: 30');
  expect(stale(patient, 'duration: 60s\nworkloads: {app: {boot: 25s}}')[0]).toEqual(['zoom']);
});

test('numbers that do not say what they count, and what others have measured elsewhere, are left alone', () => {
  const story = `
story:
- {at: 5s, title: Rule 7 of 12., text: 'On 300 nodes with 64 GB, v1.36.2, port 9999, 90 % of the time.'}`;
  expect(stale(POD, 'duration: 60s', story)).toEqual([undefined]);
});

test('a written beat is about what happens at its time, and follows the one before it if that led to it', () => {
  const { beats } = presented(`
story:
- {at: 9.3s, title: Three failures., show: [app.liveness]}
- {at: app.term, title: SIGTERM., show: [app.process]}
- {at: 50s, title: Later., show: [actions]}`);
  expect(beats.map(({ record, follows }) => [record !== undefined, follows])).toEqual([
    [true, false],
    [true, true],
    [false, false],
  ]);
});

test('a beat a little after something is about that, one long after it about nothing; of what happens at once it is about the container', () => {
  const { beats } = presented(`
story:
- {at: app.start+2s, title: It starts., show: [app.process, app.liveness]}
- {at: app.term, title: It is killed.}
- {at: app.term+5s, title: Much later.}`);
  const text = sketch(POD, 'duration: 60s\nworkloads: {app: {boot: 25s}}');
  const { records } = simulated(text).trace;
  expect(beats.map(({ record }) => (record === undefined ? undefined : records[record]?.kind))).toEqual(['Process', 'Signal', undefined]);
});

test('the lines of a leaf come with the block around it; the first one is marked, and what lies between is left out', () => {
  const [beat] = presented(`
story:
- {at: 0s, title: A, yaml: ['spec.containers[0].livenessProbe.failureThreshold', spec.terminationGracePeriodSeconds, 'spec.containers[0].readinessProbe']}`).beats;
  expect(beat?.yaml).toEqual([
    { text: 'terminationGracePeriodSeconds: 20', isMarked: false, isAfterGap: false },
    { text: 'livenessProbe:', isMarked: false, isAfterGap: true },
    { text: '  httpGet: {path: /healthz, port: 8080}', isMarked: false, isAfterGap: false },
    { text: '  periodSeconds: 3', isMarked: false, isAfterGap: false },
    { text: '  failureThreshold: 3', isMarked: true, isAfterGap: false },
  ]);
});

test('a path may lead into the Scenario document', () => {
  const [beat] = presented(`
story:
- {at: 0s, title: A, yaml: [spec.workloads.app.boot]}`).beats;
  expect(beat?.yaml).toEqual([{ text: 'workloads: {app: {boot: 25s}}', isMarked: true, isAfterGap: false }]);
});

test('a value that the text does not have is shown as what holds by default, in the block that it belongs to', () => {
  const text = sketch(
    `
  containers:
  - name: app
    image: shop/cart:1.4
    livenessProbe:
      tcpSocket: {port: 8080}
      periodSeconds: 3
`,
    `duration: 60s
story:
- {at: 0s, title: A, yaml: ['spec.containers[0].livenessProbe.failureThreshold', 'spec.containers[0].livenessProbe']}
- {at: 1s, title: B, yaml: [spec.terminationGracePeriodSeconds, 'spec.containers[0].image']}
- {at: 2s, title: C, yaml: ['spec.containers[0].livenessProbe', 'spec.containers[0].livenessProbe.failureThreshold']}
- {at: 3s, title: D, yaml: ['spec.actions[3]', 'spec.workloads.app.onTerm']}`,
  );
  const shown = presentationOf(simulated(text), text).beats.map(({ yaml }) =>
    yaml.map(
      ({ text: words, isMarked, isAfterGap, isDefault }) => `${isAfterGap ? '| ' : ''}${isMarked ? '> ' : ''}${words}${isDefault ? ' (not written)' : ''}`,
    ),
  );
  expect(shown).toEqual([
    ['livenessProbe:', '  tcpSocket: {port: 8080}', '  periodSeconds: 3', '>   failureThreshold: 3  # default (not written)'],
    ['> terminationGracePeriodSeconds: 30  # default (not written)', '| image: shop/cart:1.4'],
    ['> livenessProbe:', '  tcpSocket: {port: 8080}', '  periodSeconds: 3'],
    [],
  ]);
});

test('without a story in the text the run tells one', () => {
  const { beats, isGenerated } = presented('');
  expect(isGenerated).toBe(true);
  expect(beats[1]).toMatchObject({ title: 'Third liveness failure in a row.', atMs: 9309, follows: true });
  expect(beats[1]?.yaml.find(({ isMarked }) => isMarked)?.text.trim()).toBe('failureThreshold: 3');
});
