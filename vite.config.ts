import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin, Rolldown, UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const present = (paths: Record<string, string>) => Object.fromEntries(Object.entries(paths).filter(([, path]) => existsSync(path)));

/** What is loaded with a module: itself and all that it imports statically. */
function loadedWith(id: string, modules: Rolldown.ChunkingContext, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const each of modules.getModuleInfo(id)?.importedIds ?? []) loadedWith(each, modules, seen);
  return seen;
}

/**
 * One file of what comes with the workbench and not with the page before it, instead of two dozen that wait for each other, and one of what the stage needs
 * besides. What the page before it shares, with the workbench or with a frame in another page, is one file as well: in the chunk of `main.tsx` it would start
 * the app in every frame. What every dialog needs is with the workbench.
 */
const together: Rolldown.CodeSplittingNameFunction = (id, modules) => {
  startedWith ??= ['app/Workbench', 'present/PresentView', 'dialogs/Dialog'].map((name) => loadedWith(here(`src/ui/${name}.tsx`), modules));
  startedFrom ??= ['main.tsx', 'embed.tsx', 'early.ts'].map((name) => loadedWith(here(`src/${name}`), modules));
  const [inWorkbench, onStage, inDialogs] = startedWith;
  const [inApp, inFrame, early] = startedFrom;
  if (early?.has(id)) return null;
  if (inApp?.has(id)) return inWorkbench?.has(id) || inFrame?.has(id) ? 'base' : null;
  if (inWorkbench?.has(id) || inDialogs?.has(id)) return 'workbench';
  return onStage?.has(id) ? 'stage' : null;
};
let startedWith: Set<string>[] | undefined;
let startedFrom: Set<string>[] | undefined;

/**
 * What explains a run is one file, fetched while the first run is made: the simulation does not wait for it to be read. What the worker needs besides to
 * tell the story of a run on the stage is another one.
 */
const explaining: Rolldown.CodeSplittingNameFunction = (id, modules) => {
  // The other workers are built beside this one, in any order, each from modules of its own
  if (!modules.getModuleInfo(here('src/worker/sim.worker.ts'))) return null;
  explained ??= ['sim.worker.ts', 'answers/story.ts', 'answers/present.ts'].map((name) => loadedWith(here(`src/worker/${name}`), modules));
  const [inWorker, inStory, onStage] = explained;
  if (inWorker?.has(id)) return null;
  if (inStory?.has(id)) return 'story';
  return onStage?.has(id) ? 'telling' : null;
};
let explained: Set<string>[] | undefined;

/** The app, from index.html into dist/. */
const app: UserConfig['build'] = {
  target: 'es2023',
  // Every browser that runs es2023 knows modulepreload
  modulePreload: { polyfill: false },
  // Monaco is 3.4 MB, loaded last; what may be loaded first is checked by scripts/sizes.mjs
  chunkSizeWarningLimit: 4000,
  rolldownOptions: {
    // The default scenario is part of the page and of the library: loading it from there is no second chunk, as meant
    checks: { bundlerTimings: false, ineffectiveDynamicImport: false },
    input: present({ early: here('src/early.ts'), index: here('index.html'), embed: here('embed.html'), 'pod-timeline': here('src/pod-timeline.ts') }),
    output: {
      // Other pages name this file: it has the same address in every version
      entryFileNames: ({ name }) => (name === 'pod-timeline' ? '[name].js' : 'assets/[name]-[hash].js'),
      codeSplitting: {
        groups: [
          { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|zustand)[\\/]/ },
          { name: 'd3', test: /node_modules[\\/]d3-/ },
          { name: together, includeDependenciesRecursively: false, test: /[\\/]src[\\/]/ },
          // Must not land in the monaco group: the entry page would then load Monaco eagerly
          { name: 'preload', test: /vite\/preload-helper/, priority: 10 },
          // In the order of its layers, so that src/ui/editor/load.ts can run one after the other: all at once would hold the page up
          { name: 'monaco-base', test: /node_modules[\\/]monaco-editor[\\/]esm[\\/]vs[\\/]base[\\/]/, priority: 3 },
          { name: 'monaco-platform', test: /node_modules[\\/]monaco-editor[\\/]esm[\\/]vs[\\/]platform[\\/]/, priority: 3 },
          { name: 'monaco-model', test: /node_modules[\\/]monaco-editor[\\/]esm[\\/]vs[\\/]editor[\\/]common[\\/]/, priority: 3 },
          { name: 'monaco-view', test: /node_modules[\\/]monaco-editor[\\/]esm[\\/]vs[\\/]editor[\\/]browser[\\/]/, priority: 3 },
          { name: 'monaco', test: /node_modules[\\/]monaco-(?!editor[\\/]esm[\\/]vs[\\/]nls)/ },
        ],
      },
    },
  },
};

/**
 * The library and what starts the command line, into dist-node/: all dependencies bundled, so that nothing else has to be installed.
 * A library build in Vite's sense: packages resolve as for browsers, which the library has to run in as well.
 */
const node: UserConfig['build'] = {
  target: 'es2023',
  outDir: 'dist-node',
  // The program is there already
  emptyOutDir: false,
  copyPublicDir: false,
  minify: false,
  lib: {
    formats: ['es'],
    entry: present({ podloupe: here('src/cli/main.ts'), index: here('src/index.ts'), schema: here('src/scenario/schema/index.ts') }),
  },
  rolldownOptions: {
    external: [/^node:/],
    output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
  },
};

/** What `podloupe` runs, in one file that can be taken compiled: see src/cli/main.ts. */
const program: UserConfig['build'] = {
  target: 'es2023',
  outDir: 'dist-node',
  emptyOutDir: true,
  copyPublicDir: false,
  minify: false,
  lib: { formats: ['cjs'], entry: here('src/cli/program.ts') },
  rolldownOptions: { external: [/^node:/], output: { entryFileNames: 'program.cjs', codeSplitting: false } },
};

/** `npm run nightly`: every property with as many runs as FC_RUNS says takes its time. */
const manyRuns = process.env['FC_RUNS'] === undefined ? {} : { testTimeout: 7_200_000, hookTimeout: 600_000 };

/** `/docs` is a folder, and so is what it has in another language: without their slash the page of the app would answer. */
const docsFolder: Plugin = {
  name: 'docs-folder',
  configurePreviewServer: ({ middlewares }) => {
    middlewares.use((request, response, next) => {
      const [, folder] = /^(\/docs(?:\/zh-Hans)?)$/.exec(request.url ?? '') ?? [];
      if (folder === undefined) return next();
      response.writeHead(302, { location: `${folder}/` }).end();
    });
  },
};

/** One character beyond ASCII makes a program two bytes a character to Node, and a tenth slower to start: all are written as escapes. No tagged template reads its raw text. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  apply: (_, { mode }) => mode === 'node' || mode === 'program',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      // Without a `u` flag a character of two units is two escapes, as it is in strings
      if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

/** `src/early.ts` has a tag of its own in the page, above the others: as one of the imports of `main.tsx` it would wait for all of them. */
const early: Plugin = {
  name: 'early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) => {
      const chunk = Object.values(bundle ?? {}).find((each) => each.type === 'chunk' && each.name === 'early');
      const first = '<script type="module" crossorigin src="./assets/index-';
      return chunk ? html.replace(first, `<script type="module" async crossorigin src="./${chunk.fileName}"></script>\n    ${first}`) : html;
    },
  },
};

export default defineConfig(({ mode }) => ({
  base: './', // relative addresses: the build can be served from any folder
  plugins: [react(), docsFolder, early, asciiOnly],
  resolve: {
    alias: [
      { find: /^monaco-worker-manager$/, replacement: here('src/ui/editor/shim/worker-manager.ts') },
      { find: /^monaco-worker-manager\/worker$/, replacement: here('src/ui/editor/shim/worker.ts') },
      // A page loads them when something first needs one; the command line, the library and the tests have them from the start
      ...(mode === 'node' || mode === 'program' || mode === 'test'
        ? []
        : [
            { find: /^\.\/rare\.ts$/, replacement: here('src/shell/tools/rare-later.ts') },
            { find: /^\.\/agnhost\.ts$/, replacement: here('src/shell/programs/agnhost-later.ts') },
            { find: /^\.\/seldom\.ts$/, replacement: here('src/explain/findings/seldom-later.ts') },
            { find: /^\.\/control-plane\/budgets\.ts$/, replacement: here('src/sim/control-plane/budgets-later.ts') },
          ]),
      { find: /^prettier\/(standalone|plugins\/\w+)$/, replacement: here('src/ui/editor/shim/prettier.ts') },
    ],
  },
  // What the simulation cannot begin without is one file, and so is what tells a run: a dozen would be found one behind the other
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'simulation', test: /[\\/]src[\\/](?!ui)/, tags: ['$initial'], priority: 1 },
            { name: explaining, debugName: 'explaining', includeDependenciesRecursively: false, test: /[\\/]src[\\/]/ },
          ],
        },
      },
    },
  },
  build: { node, program }[mode] ?? app,
  test: {
    environment: 'node',
    coverage: { include: ['src/**'], exclude: ['src/testing/**'] },
    projects: [
      // A busy machine is no failure: nothing here asserts a time
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts'],
          setupFiles: [here('src/testing/properties.ts')],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...manyRuns,
        },
      },
      // The command line and the library as built: needs `npm run build:node` first
      { extends: true, test: { name: 'built', include: ['src/**/*.built.ts'], testTimeout: 60_000 } },
    ],
  },
}));
