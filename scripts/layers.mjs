/**
 * The rooms of src/ and what each may import: the one place where the direction of dependencies is written. Every room
 * may import itself and `base`. `check-layers.mjs` turns this into rules.
 */

/**
 * @typedef {object} Room
 * @property {string} path where it is, as a regular expression on the path
 * @property {string[]} may rooms it may import
 * @property {string[]} [types] rooms of which it may import types alone
 * @property {RegExp | 'any'} [packages] packages of node_modules it may import; default: none
 * @property {boolean} [core] pure: no DOM, no clock, no chance; also no modules of Node
 */

/** @type {Record<string, Room>} */
export const ROOMS = {
  base: { path: '^src/base/', may: [], core: true },
  model: { path: '^src/model/', may: [], core: true },
  shell: { path: '^src/shell/', may: [], core: true, packages: /^unbash$/ },
  api: { path: '^src/api/', may: ['model'], core: true, packages: /^yaml$/ },
  recording: { path: '^src/recording/', may: ['model'], core: true, packages: /^yaml$/ },
  explain: { path: '^src/explain/', may: ['model'], core: true },
  sim: { path: '^src/sim/', may: ['model', 'shell', 'api'], core: true },
  scenario: { path: '^src/scenario/', may: ['model', 'api'], core: true, packages: /^yaml$/ },
  link: { path: '^src/link/', may: ['model'], core: true, packages: /^(fflate|pako)$/ },
  timeline: { path: '^src/timeline/', may: ['model'], core: true, packages: /^d3-/ },
  // The worker's entry and its answers run the engine; the rest of the room is what the page knows of it
  workerEntry: {
    path: '^src/worker/(answer|[^/]*worker)\\.ts$',
    may: ['worker', 'model', 'scenario', 'sim', 'recording', 'explain', 'api'],
  },
  worker: { path: '^src/worker/(?!answer\\.|[^/]*worker\\.)', may: ['model'], types: ['explain', 'scenario', 'recording'] },
  store: { path: '^src/store/', may: ['model', 'link', 'worker', 'timeline'], types: ['scenario'], packages: /^zustand$/ },
  ui: { path: '^src/ui/', may: ['store', 'timeline', 'model'], types: ['explain', 'scenario'], packages: 'any' },
  cli: { path: '^src/cli/', may: ['model', 'shell', 'api', 'recording', 'explain', 'sim', 'scenario', 'link', 'timeline', 'library'] },
  library: { path: '^src/index\\.ts$', may: ['model', 'shell', 'api', 'recording', 'explain', 'sim', 'scenario', 'link', 'timeline'] },
  testing: {
    path: '^src/testing/',
    may: ['model', 'shell', 'api', 'recording', 'explain', 'sim', 'scenario', 'link', 'timeline'],
    packages: 'any',
  },
  main: { path: '^src/main\\.tsx$', may: ['model', 'worker', 'store', 'ui', 'timeline', 'link'], packages: 'any' },
};

/** Modules that only these rooms may import, whatever the table says. */
export const ONLY_IN = [{ packages: '^monaco-', path: '^src/ui/editor/' }];
