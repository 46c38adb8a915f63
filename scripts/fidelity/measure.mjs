/** Runs the scenarios of the fixtures: verdicts on claims, and likeness to what was recorded on a real kubelet. */

/**
 * @typedef {Awaited<ReturnType<typeof import('../engine.mjs').loadEngine>>} Engine
 * @typedef {ReturnType<Engine['conformanceCases']>[number]} Case
 * @typedef {NonNullable<ReturnType<Engine['readScenario']>['scenario']>} Scenario
 * @typedef {'typical' | number} Seed
 *
 * @typedef {object} Claims what became of the claims of one case, all values of a sweep together
 * @property {string} name `conformance/probe/01-readiness-initial-delay`
 * @property {string} area `probe`
 * @property {number} pass
 * @property {number} fail
 * @property {number} undecidable
 * @property {string[]} failures the claims that fail, or why there is no run
 *
 * @typedef {object} Likeness
 * @property {string} name of the recording
 * @property {string} folder
 * @property {number} typical the share of matching items, 0 to 1, without a seed
 * @property {number} best the same with the seed named in `seed`, where another than the typical is nearer
 * @property {Seed} seed
 * @property {number} ceiling what two real runs of this scenario share; 1 where that was not recorded
 * @property {string} [first] the earliest divergence of the typical run
 *
 * @typedef {object} Words what the API server and kubectl say, letter by letter
 * @property {string} name
 * @property {number} right
 * @property {number} of
 * @property {string[]} wrong what differs
 *
 * @typedef {{ claims: Claims[], recordings: Likeness[], words: Words[] }} Measured
 */

/** A real run is one draw of jitter and phases: where the typical run is less like it than this, other draws are looked at until one is. */
const ENOUGH = 0.95;
const MOST_SEEDS = 20;

/** @param {Engine} engine @returns {Measured} */
export function measure(engine) {
  const ceilings = JSON.parse(engine.readFixture('recordings/ceiling.json'));
  const cases = engine.conformanceCases();
  return {
    claims: cases.map((each) => claimsOf(engine, each)),
    recordings: [...cases, ...engine.recordings()].flatMap((each) => likenessesOf(engine, each, ceilings)),
    words: wordsOf(engine),
  };
}

/** @param {Engine} engine @returns {Words[]} */
function wordsOf(engine) {
  const answers = engine.answerGroups().map((group) => {
    const asked = engine.answerCases(group).flatMap((name) => engine.askCase(name).map((question) => ({ name, ...question })));
    const wrong = asked.filter(({ isRight }) => !isRight).map(({ name, command }) => `${name}: ${command}`);
    return { name: `answers/${group}`, right: asked.length - wrong.length, of: asked.length, wrong };
  });
  const lives = engine.recordedKubectl();
  const views = [engine.comparedViews, engine.comparedLogs, engine.comparedWatch].flatMap((compare) => lives.map((life) => ({ life, ...compare(life) })));
  const wrong = views.flatMap(({ life, differences }) => differences.map((text) => `${life.name}: ${text.split('\n')[0] ?? ''}`));
  const viewed = views.reduce((sum, { of }) => sum + of, 0);
  const rows = lives.map((life) => ({ name: life.name, ...nearestWatch(engine, life) }));
  const count = (/** @type {'alike' | 'of'} */ key) => rows.reduce((sum, row) => sum + row[key], 0);
  return [
    ...answers,
    { name: 'kubectl/recorded objects', right: viewed - wrong.length, of: viewed, wrong },
    {
      name: 'kubectl/watch of the run',
      right: count('alike'),
      of: count('of'),
      wrong: rows.filter(({ alike, of }) => alike < of).map(({ name, alike, of }) => `${name}: ${alike} of ${of} rows`),
    },
  ];
}

/** The rows of the typical run, or of the first seed whose run has more of them. @param {Engine} engine @param {ReturnType<Engine['recordedKubectl']>[number]} life */
function nearestWatch(engine, life) {
  let found = engine.simulatedWatch(life, 'typical');
  for (let seed = 1; seed <= MOST_SEEDS && found.alike < found.of; seed += 1) {
    const other = engine.simulatedWatch(life, seed);
    if (other.alike / other.of > found.alike / found.of) found = other;
  }
  return found;
}

/** @param {Engine} engine @param {Case} each @returns {Claims} */
function claimsOf(engine, { name, text }) {
  const row = { name, area: name.split('/')[1] ?? '', pass: 0, fail: 0, undecidable: 0, failures: /** @type {string[]} */ ([]) };
  try {
    const scenario = scenarioOf(engine, text);
    for (const at of sweepOf(scenario)) {
      const trace = engine.simulate(scenario, { ...(at !== undefined && { at }), watchTrigger: engine.createWatcher });
      for (const claim of engine.judge(scenario, engine.recordingOf(trace), { complete: trace.cut === undefined })) {
        row[claim.verdict] += 1;
        if (claim.verdict === 'fail') row.failures.push(`${claim.text} -> ${claim.seen}`);
      }
    }
  } catch (error) {
    row.fail += 1;
    row.failures.push(messageOf(error));
  }
  return row;
}

/** @param {Engine} engine @param {Case} each @param {Record<string, number>} ceilings @returns {Likeness[]} */
function likenessesOf(engine, { name, text, recordings, secondRun }, ceilings) {
  const runs = [...recordings, ...(secondRun === undefined ? [] : [{ name: secondRun }])];
  return runs.map((run) => {
    const row = { name: run.name, folder: folderOf(run.name), ceiling: ceilings[name.replace('recordings/', '')] ?? 1 };
    try {
      const real = engine.parseRecording(engine.readRecording(run.name));
      const scenario = scenarioOf(engine, text);
      const compared = (/** @type {Seed} */ seed) =>
        engine.compare(real, engine.recordingOf(engine.simulate(scenario, { seed, ...circumstancesOf(run, real), watchTrigger: engine.createWatcher })));
      const { score: typical = 0, divergences } = compared('typical');
      const [first] = divergences;
      return { ...row, typical, ...nearest(typical, compared), ...(first !== undefined && { first: `${first.aspect} ${first.subject}: ${first.text}` }) };
    } catch (error) {
      return { ...row, typical: 0, best: 0, seed: /** @type {const} */ ('typical'), first: messageOf(error) };
    }
  });
}

/** The first seed whose run is like enough, else the nearest. @param {number} typical @param {(seed: Seed) => { score: number | undefined }} compared */
function nearest(typical, compared) {
  let found = { best: typical, seed: /** @type {Seed} */ ('typical') };
  for (let seed = 1; seed <= MOST_SEEDS && found.best < ENOUGH; seed += 1) {
    const { score = 0 } = compared(seed);
    if (score > found.best) found = { best: score, seed };
  }
  return found;
}

/**
 * What the real run was given from outside: the value of a sweep, and the fraction of a second at which the Pod was created.
 * Kubernetes cuts times to whole seconds, so that the latter decides, say, which probe is the first after an initial delay.
 *
 * @param {{ at?: string }} run @param {ReturnType<Engine['parseRecording']>} real
 */
function circumstancesOf({ at }, real) {
  const meta = real.find(({ kind }) => kind === 'Meta');
  const createdAt = meta?.kind === 'Meta' ? meta.createdAt : undefined;
  return { ...(at !== undefined && { at }), ...(createdAt !== undefined && { createdAtMs: Date.parse(createdAt) }) };
}

/** @param {Engine} engine @param {string} text @returns {Scenario} */
function scenarioOf(engine, text) {
  const { scenario, diagnostics } = engine.readScenario(text);
  if (scenario === undefined) throw new Error(`unreadable: ${diagnostics.map(({ message }) => message).join('; ')}`);
  return scenario;
}

/** The values of a sweep; one undefined without one. @param {Scenario} scenario @returns {(string | undefined)[]} */
function sweepOf(scenario) {
  return scenario.actions.find(({ sweep }) => sweep !== undefined)?.sweep?.map(({ text }) => text) ?? [undefined];
}

/** `conformance/probe`, `recordings`; second recordings count as a folder of their own. @param {string} name */
function folderOf(name) {
  return name.endsWith('.kubectl-run') ? 'recordings, second run' : name.split('/').slice(0, -1).join('/');
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
