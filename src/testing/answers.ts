/**
 * Questions that were put to a real API server and kubectl v1.36.2, and what they answered: the manifests and answers
 * below `fixtures/answers`, one folder for each subject.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCluster, type Outcome } from '../api/kubectl/index.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';

const FOLDER = fileURLToPath(new URL('./fixtures/answers/', import.meta.url));
const NAMESPACE = 'answers';
/** Commands that need a shell, a second process or time that passes are not asked. */
const NEEDS_SHELL = /[|;&<>`]|\$\(|--raw|--timeout=|kubectl (wait|port-forward|attach|diff)/;

interface Question {
  command: string;
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Other texts of stderr that were given for the same question. */
  alternatives?: string[];
}

interface Recorded extends Question {
  also?: Question[];
  before?: string[];
  now?: string;
  object?: KubernetesObject | KubernetesObject[] | null;
  events?: KubernetesObject[];
}

export interface AskedQuestion {
  command: string;
  expected: Outcome;
  actual: Outcome;
  isRight: boolean;
}

export const answerGroups = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** `validation/004-name-leading-dot`, … */
export function answerCases(group: string): string[] {
  return readdirSync(FOLDER + group)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => `${group}/${file.replace(/\.json$/, '')}`);
}

/** The recorded answer of a case. */
export const readAnswer = (name: string): Recorded => JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8')) as Recorded;

/** The text of a case's manifest or of another file beside it (`before`). */
export function answerFile(name: string, part = ''): string | undefined {
  const path = `${FOLDER}${name}${part === '' ? '' : `.${part}`}.yaml`;
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** A cluster with the objects that exist in every case. */
export const answersCluster = (now?: string) => createCluster({ setup: readFileSync(`${FOLDER}setup.yaml`, 'utf8'), namespace: NAMESPACE, now });

/** Asks what was asked then; nothing for a case that cannot be asked without a shell. */
export function askCase(name: string): AskedQuestion[] {
  const recorded = readAnswer(name);
  const questions = [recorded, ...(recorded.also ?? [])].filter(({ command }) => !NEEDS_SHELL.test(command));
  if (questions.length === 0 || (recorded.before ?? []).some((command) => NEEDS_SHELL.test(command))) return [];
  const files = { FILE: answerFile(name), BEFORE: answerFile(name, 'before') };
  const cluster = answersCluster(recorded.now);
  const run = (command: string) => cluster.kubectl(words(command).slice(1), { files });
  if (name.startsWith('printing/')) cluster.restore([...shownObjects(recorded), ...(recorded.events ?? [])]);
  else for (const command of preparation(recorded, files.BEFORE !== undefined)) run(command);
  return questions.map((question) => judged(question, run(question.command)));
}

function shownObjects({ object }: Recorded): KubernetesObject[] {
  if (object === undefined || object === null) return [];
  return Array.isArray(object) ? object : object.kind === 'List' ? (object['items'] as KubernetesObject[]) : [object];
}

/** The Pod that exists before is applied unless the commands create it themselves. */
function preparation({ before = [] }: Recorded, hasPod: boolean): string[] {
  return hasPod && !before.some((command) => command.includes('BEFORE')) ? ['kubectl apply -f BEFORE', ...before] : before;
}

function judged(question: Question, actual: Outcome): AskedQuestion {
  const expected = { exitCode: question.exitCode, stdout: question.stdout, stderr: question.stderr };
  const isRight =
    actual.exitCode === expected.exitCode &&
    matches(expected.stdout, actual.stdout) &&
    [expected.stderr, ...(question.alternatives ?? [])].some((text) => matches(text, actual.stderr));
  return { command: question.command, expected, actual, isRight };
}

/** `XXXXX` stands for the five characters of a generated name. */
function matches(expected: string, actual: string): boolean {
  if (!expected.includes('XXXXX')) return expected === actual;
  const pattern = expected.split('XXXXX').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('(?:[a-z0-9]{5}|XXXXX)')}$`).test(actual);
}

/** The words of a simple command line, with single and double quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|"(?:\\.|[^"])*"|\\.|[^\s'"\\])+/g)].map(([word]) =>
    word.replaceAll(
      /'([^']*)'|"((?:\\.|[^"])*)"|\\(.)/g,
      (_all, single?: string, double?: string, escaped?: string) => single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
    ),
  );
}
