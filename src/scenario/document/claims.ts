/**
 * A first check of claims: the kind, its fields, container names and points. Whether the values make sense is checked by
 * `recording/check.ts`.
 */
import { nearestName } from '../../base/nearest-name.ts';
import type { Path, Problems } from '../problems.ts';
import { parsePoint, unknownContainer, type PointContext } from './points.ts';
import { expected, isObject, reportUnknown } from './readers.ts';
import { didYouMean, say } from '../texts/say.ts';

const TIMING = ['within', 'after', 'at', 'during'];

/** Arguments of each kind; timing is allowed unless the entry says otherwise. */
const KINDS: Record<string, { fields: readonly string[]; untimed?: true }> = {
  phase: { fields: ['value'] },
  condition: { fields: ['type', 'status', 'reason', 'message'] },
  podReason: { fields: ['value'] },
  kubectlStatus: { fields: ['value'] },
  containerState: { fields: ['container', 'state', 'reason', 'exitCode', 'message', 'messageContains'] },
  lastState: { fields: ['container', 'reason', 'exitCode'] },
  restartCount: { fields: ['container', 'op', 'value'] },
  restartCountDecreases: { fields: ['container'] },
  starts: { fields: ['container', 'op', 'value'] },
  containerFlag: { fields: ['container', 'flag', 'value'] },
  containerImage: { fields: ['container', 'value'] },
  event: { fields: ['reason', 'messageContains', 'source', 'op', 'value'] },
  duration: { fields: ['from', 'to', 'min', 'max'], untimed: true },
  restartDelay: { fields: ['container', 'nth', 'min', 'max'], untimed: true },
  hookRuns: { fields: ['container', 'hook', 'op', 'value'] },
  probeRuns: { fields: ['container', 'probe', 'op', 'value'] },
  podDeleted: { fields: [] },
  log: { fields: ['container', 'equals', 'contains', 'matches'] },
  env: { fields: ['container', 'name', 'value', 'matches', 'exists'] },
  field: { fields: ['path', 'op', 'value'] },
  apiError: { fields: ['action', 'status', 'messageContains', 'messageLacks'], untimed: true },
  execResult: { fields: ['action', 'exitCode', 'stdoutContains'] },
  uidChanged: { fields: ['value'] },
  never: { fields: ['what', 'during'], untimed: true },
  always: { fields: ['what', 'during'], untimed: true },
  sticky: { fields: ['what'], untimed: true },
};

const ALL_KINDS = [...Object.keys(KINDS), 'order'];

/** Checks one claim; `timed` says whether it may have a time of its own (triggers and inner claims may not). */
export function checkClaim(value: unknown, path: Path, problems: Problems, context: PointContext, timed = true): void {
  if (!isObject(value)) {
    expected('a claim such as {phase: {value: Running}}', value, path, problems);
    return;
  }
  const kinds = Object.keys(value).filter((key) => key !== 'note' && key !== 'basis');
  for (const kind of kinds) {
    if (!ALL_KINDS.includes(kind)) {
      const close = nearestName(kind, ALL_KINDS);
      problems.add([...path, kind], say('unknown claim "{0}"', kind), {
        at: 'key',
        help: close === undefined ? say('Claims: {0}.', ALL_KINDS.join(', ')) : didYouMean(close),
      });
      return;
    }
  }
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    problems.add(path, kind === undefined ? 'a claim has a kind' : say('a claim has one kind, here are {0}: {1}', kinds.length, kinds.join(', ')), {
      help: 'Write one claim for each list entry.',
    });
    return;
  }
  if (value['basis'] !== undefined && value['basis'] !== 'stated' && value['basis'] !== 'implied')
    expected('stated or implied', value['basis'], [...path, 'basis'], problems);
  if (kind === 'order') checkOrder(value['order'], [...path, 'order'], problems, context);
  else checkArguments(kind, value[kind], [...path, kind], problems, context, timed);
}

function checkArguments(kind: string, value: unknown, path: Path, problems: Problems, context: PointContext, timed: boolean): void {
  const { fields, untimed } = KINDS[kind] ?? { fields: [] };
  const args = value ?? {};
  if (!isObject(args)) {
    expected(say('a map of {0}', fields.join(', ')), value, path, problems);
    return;
  }
  const known = [...fields, ...(untimed || !timed ? [] : TIMING)];
  for (const field of Object.keys(args)) {
    if (known.includes(field)) continue;
    if (!timed && TIMING.includes(field)) {
      problems.add([...path, field], 'this claim cannot have a time of its own', {
        at: 'key',
        help: 'As a trigger or inside another claim it counts from when it is looked at.',
      });
    } else reportUnknown(say('the claim {0}', kind), field, known, [...path, field], problems);
  }
  checkContainer(args['container'], [...path, 'container'], problems, context);
  for (const field of ['after', 'at', 'from', 'to']) checkPoint(args[field], [...path, field], problems, context);
  if (isObject(args['during'])) {
    for (const field of ['from', 'to']) checkPoint(args['during'][field], [...path, 'during', field], problems, context);
  } else if (args['during'] !== undefined) expected('a stretch such as {from: delete, for: 10s}', args['during'], [...path, 'during'], problems);
  if (fields.includes('what')) checkClaim(args['what'], [...path, 'what'], problems, context, kind === 'sticky' ? false : timed);
}

function checkOrder(value: unknown, path: Path, problems: Problems, context: PointContext): void {
  if (!Array.isArray(value)) {
    expected('a list such as [init.exit <= app.start]', value, path, problems);
    return;
  }
  value.forEach((item: unknown, index) => {
    const sides = typeof item === 'string' ? item.split(/\s*<=?\s*/) : [];
    if (sides.length !== 2) expected('two points with < or <= between them', item, [...path, index], problems);
    for (const side of sides) checkPoint(side, [...path, index], problems, context);
  });
}

/** Checks a point where one may stand; absent is fine. */
export function checkPoint(value: unknown, path: Path, problems: Problems, context: PointContext): void {
  if (value === undefined || value === null || value === 0) return;
  if (typeof value !== 'string') {
    expected('a point in time', value, path, problems);
    return;
  }
  const point = parsePoint(value, context);
  if ('error' in point) problems.add(path, point.error, { help: point.help });
}

/** Checks the name of a container; absent is fine. */
export function checkContainer(value: unknown, path: Path, problems: Problems, { containers }: PointContext): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') {
    expected('the name of a container', value, path, problems);
    return;
  }
  if (containers.has(value)) return;
  const { error, help } = unknownContainer(value, containers);
  problems.add(path, error, { help });
}
