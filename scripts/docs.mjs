/**
 * The documentation. `node scripts/docs.mjs` writes the pages of docs/ that are made from the program: the scenario format from its schema, the
 * command line from its help (build it first). With `--html` it makes the site in dist/docs, which the app serves under /docs. A test checks
 * that the generated pages are current.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commandLine } from './docs/command-line.mjs';
import { scenarioReference } from './docs/scenario-reference.mjs';
import { writeSite } from './docs/site.mjs';
import { ROOT } from './install.mjs';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--html')) writeSite(join(ROOT, 'dist/docs'));
  else {
    writeFileSync(join(ROOT, 'docs/scenario.md'), scenarioReference());
    writeFileSync(join(ROOT, 'docs/cli.md'), commandLine());
  }
}
