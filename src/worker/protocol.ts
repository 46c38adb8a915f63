/**
 * What the page and the simulation worker say to each other. Requests are numbered by the client; each gets exactly one
 * reply with the same number. Everything survives `structuredClone`.
 */
import type { Seed } from '../base/random.ts';
import type { Diagnostic } from '../model/diagnostics.ts';
import type { Trace } from '../model/trace.ts';

/** Choices that a run takes beside the text; absent: as the text says. */
export interface RunChoices {
  seed?: Seed;
  /** One of the values of the scenario's `sweep`, as written. */
  at?: string;
}

/** What the page needs to know of a scenario beside its run. */
export interface ScenarioFacts {
  /** Slug of the scenario, `metadata.name` of its Scenario document. */
  name: string;
  title?: string;
  /** Where the Pod came from: `Pod`, or the workload object whose template is used. */
  podSource: { kind: string; name: string };
  /** The seed as the text says it. */
  seed: Seed;
  /** The values that a sweep offers, as written; empty without a sweep. */
  sweep: string[];
  governing: GoverningLines[];
}

/** Lines of the whole text (1-based, inclusive) that govern a lane of the timeline. */
export interface GoverningLines {
  /** Lane id; a container's name alone means all of its lanes. */
  lane: string;
  /** Colour of the bar in the gutter; undefined: no bar. */
  role: 'serve' | 'fail' | 'hook' | 'boot' | 'wait' | undefined;
  fromLine: number;
  toLine: number;
}

export type SimulationRequest =
  /** Read the text and simulate it. */
  | { kind: 'run'; id: number; text: string; choices: RunChoices }
  /** The same run as lines of JSON: what tests compare between machines, and what an export writes. */
  | { kind: 'recording'; id: number; text: string; choices: RunChoices };

export type SimulationReply =
  /** Without `trace` the text has errors; the diagnostics say which. */
  | { kind: 'run'; id: number; diagnostics: Diagnostic[]; facts?: ScenarioFacts; trace?: Trace }
  | { kind: 'recording'; id: number; diagnostics: Diagnostic[]; recording?: string }
  /** The program itself failed: not the reader's mistake. */
  | { kind: 'failed'; id: number; message: string };
