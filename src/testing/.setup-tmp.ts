import { expect } from 'vitest';
expect.addSnapshotSerializer({ test: (v: unknown) => typeof v === 'string', serialize: (v: string) => v });
