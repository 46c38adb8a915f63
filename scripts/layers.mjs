/**
 * The rooms of src/ and what each may import: the only place where the direction of dependencies is written. Every room
 * may import itself and `base`. `npm run layers` (check-layers.mjs) holds the code to it.
 */

/**
 * @typedef {object} Room
 * @property {RegExp} path matches its modules, relative to src/; a module belongs to the first room that matches
 * @property {string[]} may rooms that it may import
 * @property {string[]} [types] rooms of which it may import types alone
 * @property {RegExp | 'any'} [packages] packages it may import; default: none
 * @property {boolean} [node] whether it may import modules of Node
 */

const ENGINE = ['model', 'shell', 'api', 'recording', 'explain', 'sim', 'scenario', 'link', 'timeline', 'export'];

/** @type {Record<string, Room>} */
export const ROOMS = {
  base: { path: /^base\//, may: [] },
  model: { path: /^model\//, may: [] },
  shell: { path: /^shell\//, may: [], packages: /^(unbash|fflate)$/ },
  api: { path: /^api\//, may: ['model'], packages: /^yaml$/ },
  recording: { path: /^recording\//, may: ['model'], packages: /^yaml$/ },
  explain: { path: /^explain\//, may: ['model'] },
  sim: { path: /^sim\//, may: ['model', 'shell', 'api'] },
  scenario: { path: /^scenario\//, may: ['model', 'api', 'schema'], packages: /^yaml(\/util)?$/ },
  link: { path: /^link\//, may: ['model'], packages: /^(fflate|pako)$/ },
  timeline: { path: /^timeline\//, may: ['model'], packages: /^d3-/ },
  // The worker's entry and its answers run the engine; the rest of the room is what the page knows of it
  workerEntry: {
    path: /^worker\/(answers\/.+|[^/]*worker)\.ts$/,
    may: ['worker', 'model', 'scenario', 'sim', 'recording', 'explain', 'api', 'schema'],
  },
  worker: { path: /^worker\//, may: ['model'], types: ['explain', 'scenario', 'recording'] },
  export: { path: /^export\//, may: ['model', 'timeline'], packages: /^fflate$/ },
  store: { path: /^store\//, may: ['model', 'link', 'worker', 'timeline'], types: ['scenario'], packages: /^zustand(\/|$)/ },
  // The only place that knows Monaco
  editor: { path: /^ui\/editor\//, may: ['ui', 'store', 'timeline', 'model', 'schema'], types: ['explain', 'scenario'], packages: 'any' },
  ui: {
    path: /^ui\//,
    may: ['editor', 'store', 'timeline', 'model', 'export'],
    types: ['explain', 'scenario'],
    packages: /^(react|react-dom|zustand|modern-gif|fuzzysort|uqr)(\/|$)/,
  },
  cli: { path: /^cli\//, may: [...ENGINE, 'library'], node: true },
  library: { path: /^index\.ts$/, may: ENGINE },
  testing: { path: /^testing\//, may: ENGINE, packages: 'any', node: true },
  main: { path: /^(main|embed|page|early|simulation)\.tsx?$/, may: ['model', 'worker', 'store', 'ui', 'timeline', 'link', 'scenario'], packages: /^react/ },
  // A file that other pages load by itself
  element: { path: /^pod-timeline\.ts$/, may: [] },
};

/** JSON files that count as a room of their own: the schemas, which both the engine and the editor read. */
export const DATA = { schema: /^scenario\/schema\/.*\.json$/ };
