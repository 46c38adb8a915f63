/** The engine and the fixtures as one built module, for scripts that measure: what dev servers transform runs slower than what ships. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './install.mjs';

const ENTRY = join(ROOT, 'src/testing/engine.ts');
const FOLDER = join(ROOT, 'node_modules/.cache/podloupe');

/** Builds and loads it. @returns {Promise<typeof import('../src/testing/engine.ts')>} */
export async function loadEngine() {
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    // As in what ships: Node's variant asks for an environment variable at each token
    resolve: { alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') } },
    // The fixtures are found from where their reader lies, which is not where the built file lies
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(ENTRY).href) },
    build: {
      ssr: true,
      target: 'es2023',
      outDir: FOLDER,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { input: { engine: ENTRY }, output: { entryFileNames: `[name]-${process.pid}.mjs` }, checks: { bundlerTimings: false } },
    },
    ssr: { noExternal: true },
  });
  const file = join(FOLDER, `engine-${process.pid}.mjs`);
  const engine = await import(pathToFileURL(file).href);
  rmSync(file);
  return engine;
}
