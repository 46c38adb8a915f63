/** What kubectl v1.36.2 made of flags, and what it and a real API server said when it sent that. */
import { describe, expect, it } from 'vitest';
import recorded from '../../testing/fixtures/kubectl/generated.json';
import { createCluster } from './index.ts';

const FILES = { 'app.conf': 'key = value\n# a comment\nport: 80\n', 'app.env': '# comment\nA=1\n\nB=two words\nC=x=y\n' };

describe('kubectl run and create', () => {
  it.each(recorded.made.map((each) => ({ ...each, command: each.args.join(' ') })))('$command', ({ args, command: _name, ...answer }) => {
    expect(createCluster().kubectl(args, { files: FILES })).toEqual(answer);
  });

  it('sends what it made, one after the other', () => {
    const cluster = createCluster({ setup: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: made}\n' });
    const given = recorded.sent.map(({ args }) => ({ args, ...cluster.kubectl(args) }));
    expect(given).toEqual(recorded.sent);
  });

  it('gives a container whose image has a dot a name that nobody foresees, as kubectl does', () => {
    const { stdout } = createCluster().kubectl(['create', 'deployment', 'web', '--image=shop/my.app:1', '--dry-run=client', '-o', 'yaml']);
    expect(stdout).toMatch(/name: my-app-[a-z0-9]{5}\n/);
  });

  it.each([
    ['run web --image=nginx -i', 'error: kubectl run that attaches is not covered here; leave -i and --attach out\n'],
    ['create secret tls t --cert=a --key=b', 'error: kubectl create secret tls is not covered here; write a manifest and use kubectl create -f\n'],
    ['create role r --verb=get', 'error: kubectl create role is not covered here; write a manifest and use kubectl create -f\n'],
    ['create job j --from=cronjob/c', 'error: kubectl create job --from is not covered here; take --image\n'],
  ])('%s is not covered', (command, stderr) => {
    expect(createCluster().kubectl(command.split(' '))).toEqual({ exitCode: 1, stdout: '', stderr });
  });
});
