/** What a real API server v1.36.2 and its kubectl answered: of some commands the whole text, of every type that manifests hold its sum. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { podSchema } from '../../scenario/schema/index.ts';
import resources from '../../testing/fixtures/kubectl/api-resources.json';
import sums from '../../testing/fixtures/kubectl/explain-sums.json';
import explained from '../../testing/fixtures/kubectl/explain.json';
import { createCluster, type KubectlInput } from './index.ts';

const documentation = podSchema as unknown as KubectlInput['documentation'];
const ask = (command: string) => createCluster().kubectl(command.split(' ').slice(1), { documentation });

describe('kubectl explain', () => {
  it.each(explained)('$command', ({ command, ...answer }) => {
    expect(ask(command)).toEqual(answer);
  });

  it('of each type that a manifest can hold, and of all fields of each kind', () => {
    const sumOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
    const given = Object.keys(sums).map((command) => [command, sumOf(ask(command).stdout)]);
    expect(Object.fromEntries(given)).toEqual(sums);
  });

  it('says what there is of a kind that manifests here do not hold', () => {
    expect(ask('kubectl explain node.spec').stderr).toMatch(/^error: kubectl explain nodes is not covered here; there is pod, configmap, secret, /);
  });
});

describe('kubectl api-resources and api-versions', () => {
  it.each(resources)('$command', ({ command, ...answer }) => {
    expect(ask(command)).toEqual(answer);
  });
});
