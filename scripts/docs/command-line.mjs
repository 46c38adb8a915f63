/** docs/cli.md, from what the built command line says of itself. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, stop } from '../install.mjs';

const INTRODUCTION = `# Command line

The engine without a browser. After \`npm run build\` the file needs nothing but Node:

\`\`\`sh
podloupe() { node dist-node/podloupe.js "$@"; }

podloupe run pod.yaml                          # the timeline as text
kubectl get pod web -o yaml | podloupe run -   # the same for a Pod of your cluster
helm template shop | podloupe run - --pod cart  # one of several Pods, by its name or that of its Deployment
podloupe why pod.yaml --at 42s                 # what led to it, step by step
podloupe kubectl -- explain pod.spec.os         # what kubectl prints without a cluster: explain, api-resources, run and create with --dry-run=client
podloupe kubectl pod.yaml --at 42s -- exec web -- cat /tmp/ready  # runs a command in a container as it is then; ends with its status
podloupe check scenarios/ -o junit             # do the claims under \`expect\` hold? For CI
podloupe compare a.yaml recording.jsonl        # a simulated and a recorded run, side by side
\`\`\`

The rest of this page is what \`podloupe help\` prints.`;

/** The text of docs/cli.md. */
export function commandLine() {
  const overview = help();
  const names = [...overview.matchAll(/^ {2}(\w+) .*$/gm)].map(([, name = '']) => name).filter((name) => name !== 'help' && name !== 'version');
  return `${[INTRODUCTION, block(overview), ...names.flatMap((name) => [`## ${name}`, block(help(name))])].join('\n\n')}\n`;
}

/** @param {string[]} args */
function help(...args) {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'dist-node/podloupe.js'), 'help', ...args], { encoding: 'utf8' });
  if (status !== 0) stop('The command line is not built: npm run build:node first.');
  return stdout;
}

/** @param {string} text */
function block(text) {
  return ['```text', text.trimEnd(), '```'].join('\n');
}
