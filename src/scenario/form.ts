/** What a form shows of a text: the Pod and what is around it, as plain data. */
import { EditError, targetOf } from './edit.ts';
import { parseYaml } from './yaml/parse.ts';
import type { PathStep } from './yaml/places.ts';

type Fields = Record<string, unknown>;

export interface FormSource {
  /** The Pod, or the template of a workload object, as it is written. */
  pod: Fields;
  /** Path of the Pod in its document, with a dot behind it: `spec.template.`; empty for a Pod. */
  base: string;
  /** `spec` of the Scenario document; empty without one. */
  scenario: Fields;
}

/** Longer texts are for the code editor: who wants a form has no thousand containers. */
const MOST_CHARACTERS = 100_000;

/** Reads a text for a form; or says why it cannot be shown as one, in a sentence. */
export function formOf(text: string): FormSource | { problem: string } {
  if (text.length > MOST_CHARACTERS) return { problem: `The text is too long for a form: ${Math.round(text.length / 1000)} kB, at most 100 kB.` };
  const [problem] = parseYaml(text).problems;
  if (problem) return { problem: problem.message };
  try {
    const { document, base } = targetOf(text, 'pod');
    const pod = base.reduce<unknown>((value, step) => fieldsOf(value)[step], document.value);
    return { pod: fieldsOf(pod), base: base.map(written).join(''), scenario: scenarioOf(text) };
  } catch (error) {
    if (error instanceof EditError) return { problem: error.message };
    throw error;
  }
}

function scenarioOf(text: string): Fields {
  try {
    return fieldsOf(fieldsOf(targetOf(text, 'scenario').document.value)['spec']);
  } catch {
    // A text of a Pod alone
    return {};
  }
}

function written(step: PathStep, index: number, path: readonly PathStep[]): string {
  const end = typeof path[index + 1] === 'number' ? '' : '.';
  return typeof step === 'number' ? `[${step}]${end}` : `${step}${end}`;
}

function fieldsOf(value: unknown): Record<PathStep, unknown> {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
