/** `story`, `lesson` and `translations`: texts that accompany a run and have no effect on it. Checked, and kept as written. */
import type { StoryStep } from '../../model/scenario.ts';
import { nearestName } from '../../base/nearest-name.ts';
import type { Path, Problems } from '../problems.ts';
import { checkClaim, checkPoint } from './claims.ts';
import { type PointContext, unknownContainer } from './points.ts';
import { anyMap, expected, isObject, listOf, record, text, whole, type Read } from './readers.ts';
import { didYouMean, say, verbatim } from '../texts/say.ts';

const anything: Read<unknown> = (value) => value;

/** A time or a point; whether it makes sense depends on the Pod. */
const point: Read<string> = (value, path, problems) => (value === 0 ? '0s' : text(value, path, problems));

const question: Read<string | boolean> = (value, path, problems) =>
  typeof value === 'boolean' || typeof value === 'string' ? value : expected('a question, or true', value, path, problems);

const stretch: Read<[string, string]> = (value, path, problems) => {
  const [from, to, ...more] = listOf(point)(value, path, problems) ?? [];
  if (from !== undefined && to !== undefined && more.length === 0) return [from, to];
  return Array.isArray(value) && value.length !== 2 ? expected('two points: [from, to]', value, path, problems) : undefined;
};

const STEP: Read<StoryStep> = record('a step of the story', {
  at: point,
  title: text,
  text,
  show: listOf(text),
  zoom: stretch,
  yaml: listOf(text),
  ask: question,
  notes: text,
});

/** Steps of a presentation; `at` and `zoom` are times or points. Without a context (the text has no Pod) only their shape is checked. */
export function readStory(value: unknown, path: Path, problems: Problems, context: PointContext | undefined): StoryStep[] {
  if (value === undefined || value === null) return [];
  const steps = listOf(STEP)(value, path, problems) ?? [];
  if (!context) return steps;
  steps.forEach((step, index) => {
    checkPoint(step.at, [...path, index, 'at'], problems, context);
    step.zoom?.forEach((each, side) => checkPoint(each, [...path, index, 'zoom', side], problems, context));
    step.show?.forEach((lane, place) => checkLane(lane, [...path, index, 'show', place], problems, context));
  });
  return steps;
}

const POD_LANES = ['actions', 'pod', 'pod.phase', 'pod.conditions', 'pod.traffic', 'pod.events'];
const CONTAINER_LANES = ['process', 'startup', 'liveness', 'readiness', 'status'];

/** A lane's name: one of the Pod's, a container, or one of its lanes. */
function checkLane(lane: string, path: Path, problems: Problems, { containers }: PointContext): void {
  if (POD_LANES.includes(lane) || containers.has(lane)) return;
  const dot = lane.lastIndexOf('.');
  const [owner, kind] = dot < 0 ? [lane, ''] : [lane.slice(0, dot), lane.slice(dot + 1)];
  if (containers.has(owner) && CONTAINER_LANES.includes(kind)) return;
  const close = nearestName(lane, [...POD_LANES, ...[...containers].flatMap((name) => [name, ...CONTAINER_LANES.map((each) => `${name}.${each}`)])]);
  const { help } = unknownContainer(owner, containers);
  problems.add(path, say('there is no lane "{0}"', lane), {
    help:
      close === undefined
        ? verbatim(`${say('Lanes: {0}, and of a container {1}.', POD_LANES.join(', '), CONTAINER_LANES.join(', '))} ${help}`)
        : didYouMean(close),
  });
}

const LESSON = record('lesson', {
  tags: listOf(text),
  symptoms: listOf(text),
  links: listOf(record('a link', { title: text, url: text }, ['url'])),
  predict: anything,
  change: record('change', { text, goal: anything, stars: listOf(whole(0, 1000)) }),
  myth: record('myth', { claim: text, url: text }, ['claim']),
});

/** What makes a scenario an entry of the library. `claims` is how many there are: `predict` names them by number. */
export function checkLesson(value: unknown, path: Path, problems: Problems, claims: number): void {
  if (value === undefined || value === null) return;
  const lesson = LESSON(value, path, problems);
  if (Array.isArray(lesson?.predict)) listOf(whole(1, claims, 'the number of a claim'))(lesson.predict, [...path, 'predict'], problems);
  else if (lesson?.predict !== undefined && lesson.predict !== null) expected('a list of numbers of claims', lesson.predict, [...path, 'predict'], problems);
  const goal = lesson?.change?.goal;
  // Goals are claims about an edited text, whose containers and actions may differ: only their shape is checked.
  if (Array.isArray(goal)) goal.forEach((claim: unknown, index) => checkShape(claim, [...path, 'change', 'goal', index], problems));
  else if (goal !== undefined && goal !== null) expected('a list of claims', goal, [...path, 'change', 'goal'], problems);
}

function checkShape(claim: unknown, path: Path, problems: Problems): void {
  const everything = new Set<string>();
  everything.has = () => true;
  checkClaim(claim, path, problems, { containers: everything, actions: Number.MAX_SAFE_INTEGER });
}

const TRANSLATION = record('a translation', { title: text, summary: text, story: anything, lesson: anyMap });

/** By language: title, summary, and the texts of story and lesson. */
export function checkTranslations(value: unknown, path: Path, problems: Problems): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    expected('a map of languages, e.g. zh-CN', value, path, problems);
    return;
  }
  for (const [language, texts] of Object.entries(value)) {
    if (!/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(language)) {
      problems.add([...path, language], say('"{0}" is not the name of a language', language), { at: 'key', help: 'E.g. zh-CN or de.' });
    } else TRANSLATION(texts, [...path, language], problems);
  }
}
