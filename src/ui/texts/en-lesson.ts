/** The words of predictions, goals and levels, which come in a chunk of their own. */
import type { Question } from '../../store/services.ts';
import { clockSeconds, plural, shortSeconds } from '../format.ts';
import { conditionPoint, containerPoint } from './claim-parts.ts';
import { claimWords, ordinal } from './en-claim-words.ts';
import { catalogue } from './language.ts';

type Ask = Question['ask'];
type Of<What extends Ask['what']> = Extract<Ask, { what: What }>;
type Subject = Of<'value'>['subject'];
type Counted = Of<'count'>['of'];
type Moment = Of<'value'>['moment'];

const CONTAINER_EVENTS: Record<string, (container: string) => string> = {
  start: (container) => `${container} start`,
  exit: (container) => `${container} end`,
  term: (container) => `${container} get its stop signal`,
  started: (container) => `${container} count as started`,
  ready: (container) => `${container} turn ready`,
  'poststart.start': (container) => `the postStart hook of ${container} begin`,
  'poststart.end': (container) => `the postStart hook of ${container} end`,
  'prestop.start': (container) => `the preStop hook of ${container} begin`,
  'prestop.end': (container) => `the preStop hook of ${container} end`,
};

/** What happens at a point, behind "When does". */
function happeningWords(point: string): string {
  const condition = conditionPoint(point);
  if (condition) return `the condition ${condition.type} turn ${condition.status}`;
  if (point === 'pod.deleted') return 'the Pod vanish from the API';
  const of = containerPoint(point);
  const words = of && CONTAINER_EVENTS[of.moment];
  if (!words) return `${claimWords.point(point)} come`;
  return `${words(of.container)}${of.nth === undefined ? '' : ` for the ${ordinal(of.nth)} time`}`;
}

function momentWords(moment: Moment): string {
  if (moment.kind === 'end') return 'in the end';
  if (moment.kind === 'at') return `at ${shortSeconds(moment.atMs)}`;
  return `between ${shortSeconds(moment.fromMs)} and ${shortSeconds(moment.toMs)}`;
}

function valueQuestion(subject: Subject, when: string): string {
  switch (subject.of) {
    case 'status':
      return `Which STATUS does kubectl get pods print ${when}?`;
    case 'phase':
      return `Which phase has the Pod ${when}?`;
    case 'reason':
      return `Which reason has the Pod ${when}?`;
    case 'condition':
      return `What is the condition ${subject.type} ${when}?`;
    case 'state':
      return `In which state is ${subject.container} ${when}?`;
    case 'restarts':
      return `How often has ${subject.container} been restarted ${when}?`;
    case 'exitCode':
      return `With which exit code does ${subject.container} end?`;
    case 'started':
      return `Does ${subject.container} count as started ${when}?`;
    case 'ready':
      return `Is ${subject.container} ready ${when}?`;
    case 'env':
      return `What is $${subject.name} in ${subject.container} ${when}?`;
    case 'field':
      return `What does ${subject.path} say?`;
    case 'exec':
      return `Which exit code has the command of ${subject.action}?`;
    case 'pod':
      return `Is the Pod there ${when}?`;
  }
}

/** The subject and the value as a clause: `STATUS says CrashLoopBackOff`. */
function shownWords(subject: Subject, value: string): string {
  switch (subject.of) {
    case 'status':
      return `STATUS say ${value}`;
    case 'phase':
      return `the phase turn ${value}`;
    case 'condition':
      return `the condition ${subject.type} turn ${value}`;
    case 'state':
      return `${subject.container} turn ${value}`;
    case 'restarts':
      return `the restart count of ${subject.container} reach ${value}`;
    case 'started':
      return `${subject.container} count as started`;
    case 'ready':
      return value === 'true' ? `${subject.container} turn ready` : `${subject.container} turn unready`;
    case 'pod':
      return 'the Pod vanish from the API';
    case 'env':
      return `${subject.container} have the variable ${subject.name}`;
    default:
      return `the reason turn ${value}`;
  }
}

function countedWords(of: Counted): string {
  switch (of.of) {
    case 'starts':
      return `${of.container} start`;
    case 'hook':
      return `the ${of.hook} hook of ${of.container} run`;
    case 'probe':
      return `the ${of.probe} probe of ${of.container} run`;
    case 'event':
      return `the Event ${of.reason}${of.message === undefined ? '' : ` (“${of.message}”)`} come`;
  }
}

export const lessonTexts = catalogue('lesson', {
  bar: 'What this scenario teaches',
  close: 'Close',
  waiting: 'Reading the claims of the text.',
  none: 'This text has no claims under expect to ask about, and no goal.',
  predict: 'Predict first',
  predictHint: 'Hide the run and answer questions about it before it is shown',
  again: 'Predict again',
  change: 'Now change it',
  back: 'Back to what it says',
  next: (title: string) => `Next: ${title}`,
  links: 'Read on:',
  answer: 'What comes of it',
  myth: (claim: string) => `Often believed: “${claim}.” This run shows otherwise.`,
  challenge: 'Somebody has guessed before you. Your turn; then both are shown.',
  progress: (at: number, all: number) => `Question ${at} of ${all}`,
  skip: 'Show the run',
  take: 'That is my guess',
  axis: 'Your guess on the axis',
  axisHint: 'Click the axis, or use the arrow keys; with Shift in small steps.',
  guessAt: (timeMs: number) => clockSeconds(timeMs),
  since: (point: string, atMs: number) => `${capital(claimWords.point(point))}: ${clockSeconds(atMs)}`,
  question: (ask: Ask): string => {
    switch (ask.what) {
      case 'when':
        return `When does ${happeningWords(ask.point)}?`;
      case 'when-shown':
        return `When does ${shownWords(ask.subject, ask.value)}?`;
      case 'value':
        return valueQuestion(ask.subject, momentWords(ask.moment));
      case 'count':
        return `How often does ${countedWords(ask.of)} ${ask.moment.kind === 'end' ? 'in all' : momentWords(ask.moment)}?`;
      case 'whether':
        return `Does ${countedWords(ask.of)} ${ask.moment.kind === 'end' ? 'at all' : momentWords(ask.moment)}?`;
      case 'ever':
        return `Does ${shownWords(ask.subject, ask.value)} ${ask.moment.kind === 'stretch' ? momentWords(ask.moment) : 'at all'}?`;
      case 'first':
        return 'Which comes first?';
      case 'holds':
        return `Does this hold: ${ask.text}?`;
    }
  },
  option: (ask: Ask, option: string): string => {
    if (ask.what === 'first') return claimWords.point(option);
    const plain: Record<string, string> = { yes: 'Yes', no: 'No', true: 'Yes', false: 'No', '': 'not set' };
    return plain[option] ?? option;
  },
  outcomes: 'Your predictions',
  yours: 'You',
  theirs: 'Link',
  truth: 'Run',
  exact: 'spot on',
  off: (offMs: number) => `${shortSeconds(Math.abs(offMs))} too ${offMs < 0 ? 'early' : 'late'}`,
  right: 'right',
  wrong: (answer: string) => `no: ${answer}`,
  score: (points: number, all: number) => `${points} of ${all * 100} points`,
  streak: (streak: number) => `streak of ${streak}`,
  local: 'Score and streak stay in this browser.',
  link: 'Copy as a challenge',
  linkHint: 'A link that asks others first, and then compares their answers with yours',
  copied: 'Link copied',
  notCopied: 'The browser does not allow it',
  goals: 'What has to hold',
  asClaims: 'As claims',
  asClaimsHint: 'The goal as it stands in the text, in the notation of expect',
  reached: 'Reached:',
  missing: 'Not yet:',
  edits: (edits: number) => plural(edits, 'edited line'),
  level: (level: number) => `Level ${level}`,
  aim: (limits: readonly number[]) => limits.map((limit, index) => `${'★'.repeat(3 - index)} up to ${plural(limit, 'line')}`).join(', '),
  solved: (edits: number) => `Solved with ${plural(edits, 'edited line')}.`,
  podOnly: 'The Scenario tab has been changed: a goal is reached by changing the Pod alone.',
  restart: 'Begin again',
  restartTitle: 'The text as it was',
  stars: (stars: number) => `${plural(stars, 'star')} of 3`,
});

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
