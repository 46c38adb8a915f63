/**
 * What was recorded on a real v1.36.2 kubelet, and the cases derived from Kubernetes' own end-to-end tests, as test data.
 * Names are paths below the folder without an ending: `conformance/probe/01-readiness-initial-delay`, `recordings/term-graceful`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./fixtures/', import.meta.url));

export interface RecordedScenario {
  /** `conformance/probe/01-readiness-initial-delay`. */
  name: string;
  /** The scenario's text. */
  text: string;
  /** One for each value of a sweep, else one; none if the case was not recorded. */
  recordings: { name: string /** The value of the sweep as written. */; at?: string }[];
  /** Recorded once more, beside kubectl's own output (`KUBECTL.jsonl`). */
  secondRun?: string;
}

/** The cases derived from upstream's tests, with claims; nine in ten have a recording. */
export function conformanceCases(): RecordedScenario[] {
  return scenariosIn('conformance');
}

/** Scenarios that were recorded to see what a kubelet does. */
export function recordings(): RecordedScenario[] {
  return scenariosIn('recordings');
}

/** The text of a recording: JSON lines. */
export function readRecording(name: string): string {
  return readFixture(`${name}.jsonl`);
}

/** The text of any file below the fixtures. */
export function readFixture(path: string): string {
  return readFileSync(FOLDER + path, 'utf8');
}

function scenariosIn(folder: string): RecordedScenario[] {
  const files = readdirSync(FOLDER + folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const name = file.replace(/\.yaml$/, '');
      const runs = files.filter((other) => other === `${name}.jsonl` || (other.startsWith(`${name}--at-`) && other.endsWith('.jsonl')));
      const secondRun = `${name}.kubectl-run`;
      return {
        name,
        text: readFixture(file),
        recordings: runs.map((run) => recordingNamed(name, run.replace(/\.jsonl$/, ''))),
        ...(files.includes(`${secondRun}.jsonl`) && { secondRun }),
      };
    });
}

function recordingNamed(scenario: string, name: string): RecordedScenario['recordings'][number] {
  const at = name.slice(scenario.length).replace(/^--at-/, '');
  return at === '' ? { name } : { name, at };
}
