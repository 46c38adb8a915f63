/** The JSON Schemas that the editor uses: of the Kubernetes objects of a scenario text, and of its Scenario document. */
import podJson from './pod.schema.json';
import scenarioJson from './scenario.schema.json';

/** JSON Schema, draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const podSchema: JsonSchema = podJson;
export const scenarioSchema: JsonSchema = scenarioJson;
