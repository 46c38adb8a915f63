/** A small edit of the text: a value at a path of the Pod (for a workload object: of its template) or of the Scenario document, or another object. */
export interface Edit {
  /** `object`: the value is an object of its own, which is added behind those that are there, or with `of` a field of one of those. */
  document: 'pod' | 'scenario' | 'object';
  /** The object that changes, if it is neither the Pod (or its template) nor the Scenario document. */
  of?: { kind: string; name: string };
  /** `spec.containers[0].startupProbe`; fields that do not exist yet are made. Of a new object: empty. */
  path: string;
  /** As it stands in the text (durations as `25s`). Absent: the field is taken away. */
  value?: unknown;
  /** The path names a place in a list: the value goes in front of what is there. */
  insert?: boolean;
}
