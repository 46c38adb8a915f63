/** `story`, `lesson` and `translations`: texts that accompany a run and have no effect on it. Checked, and kept as written. */
import type { Path, Problems } from '../problems.ts';
import { checkClaim, checkPoint } from './claims.ts';
import type { PointContext } from './points.ts';
import { anyMap, expected, isObject, listOf, record, text, whole, type Read } from './readers.ts';

const anything: Read<unknown> = (value) => value;

const STEP = record('a step of the story', {
  at: anything,
  title: text,
  text,
  show: listOf(text),
  zoom: listOf(text),
  yaml: listOf(text),
  ask: anything,
  notes: text,
});

/** Steps of a presentation; `at` and `zoom` are times or points. */
export function checkStory(value: unknown, path: Path, problems: Problems, context: PointContext | undefined): void {
  if (value === undefined || value === null) return;
  const steps = listOf(STEP)(value, path, problems) ?? [];
  if (!context) return;
  steps.forEach((step, index) => {
    checkPoint(step.at, [...path, index, 'at'], problems, context);
    if (step.zoom && step.zoom.length !== 2) expected('two points: [from, to]', step.zoom, [...path, index, 'zoom'], problems);
    step.zoom?.forEach((point, side) => checkPoint(point, [...path, index, 'zoom', side], problems, context));
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
      problems.add([...path, language], `"${language}" is not the name of a language`, { at: 'key', help: 'E.g. zh-CN or de.' });
    } else TRANSLATION(texts, [...path, language], problems);
  }
}
