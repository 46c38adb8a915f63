/** The texts of `pod.schema.json` and `fields.generated.ts`. */
export function generate(): { schema: string; fields: string };
