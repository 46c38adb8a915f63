/** Probes, lifecycle hooks and their handlers (validation.go: validateProbe, validateHandler, validateLifecycle). */
import { httpHeaderErrors, portNameErrors, portNumberErrors } from '../names.ts';
import { type Fields, fields, list, num, strings, text } from '../schema/fields.ts';
import { type PodContext, gateEnabled } from './context.ts';

const NOT_NEGATIVE = 'must be greater than or equal to 0';

export function validateProbes(context: PodContext, container: Fields, path: string): void {
  const liveness = fields(container, 'livenessProbe');
  if (liveness !== undefined) {
    validateProbe(context, liveness, `${path}.livenessProbe`);
    validateSuccessIsOne(context, liveness, `${path}.livenessProbe`);
  }
  const readiness = fields(container, 'readinessProbe');
  if (readiness !== undefined) {
    validateProbe(context, readiness, `${path}.readinessProbe`);
    const grace = num(readiness, 'terminationGracePeriodSeconds');
    if (grace !== undefined) context.errors.invalid(`${path}.readinessProbe.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes');
  }
  const startup = fields(container, 'startupProbe');
  if (startup !== undefined) {
    validateProbe(context, startup, `${path}.startupProbe`);
    validateSuccessIsOne(context, startup, `${path}.startupProbe`);
  }
}

function validateSuccessIsOne({ errors }: PodContext, probe: Fields, path: string): void {
  const threshold = num(probe, 'successThreshold') ?? 0;
  if (threshold !== 1) errors.invalid(`${path}.successThreshold`, threshold, 'must be 1');
}

function validateProbe(context: PodContext, probe: Fields, path: string): void {
  const { errors } = context;
  validateHandler(context, probe, path);
  for (const name of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold']) {
    const value = num(probe, name) ?? 0;
    if (value < 0) errors.invalid(`${path}.${name}`, value, NOT_NEGATIVE);
  }
  const grace = num(probe, 'terminationGracePeriodSeconds');
  if (grace !== undefined && grace <= 0) errors.invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0');
}

export function validateLifecycle(context: PodContext, lifecycle: Fields | undefined, path: string): void {
  if (lifecycle === undefined) return;
  for (const name of ['postStart', 'preStop']) {
    const hook = fields(lifecycle, name);
    if (hook !== undefined) validateHandler(context, hook, `${path}.${name}`);
  }
  if (lifecycle['stopSignal'] !== undefined) validateStopSignal(context, text(lifecycle, 'stopSignal'), `${path}.stopSignal`);
}

/** Exactly one handler; a second one is refused without being looked into. */
function validateHandler(context: PodContext, handler: Fields, path: string): void {
  const { errors } = context;
  const checks: Record<string, (action: Fields, at: string) => void> = {
    exec: (action, at) => {
      if (strings(action, 'command').length === 0) errors.required(`${at}.command`);
    },
    httpGet: (action, at) => validateHttpGet(context, action, at),
    tcpSocket: (action, at) => validatePort(context, action['port'], `${at}.port`),
    grpc: (action, at) => validatePort(context, action['port'], `${at}.port`),
    sleep: (action, at) => validateSleep(context, action, at),
  };
  let found = false;
  for (const [name, check] of Object.entries(checks)) {
    const action = fields(handler, name);
    if (action === undefined) continue;
    if (found) errors.forbidden(`${path}.${name}`, 'may not specify more than 1 handler type');
    else check(action, `${path}.${name}`);
    found = true;
  }
  if (!found) errors.required(path, 'must specify a handler type');
}

function validateHttpGet(context: PodContext, action: Fields, path: string): void {
  const { errors } = context;
  if (text(action, 'path') === '') errors.required(`${path}.path`);
  validatePort(context, action['port'], `${path}.port`);
  const scheme = text(action, 'scheme');
  if (scheme !== 'HTTP' && scheme !== 'HTTPS') errors.unsupported(`${path}.scheme`, scheme, ['HTTP', 'HTTPS']);
  for (const header of list(action, 'httpHeaders')) errors.invalidEach(`${path}.httpHeaders`, text(header, 'name'), httpHeaderErrors(text(header, 'name')));
}

/** A number, or the name of a port; whether a port has that name shows only at run time. */
function validatePort({ errors }: PodContext, port: unknown, path: string): void {
  if (typeof port === 'string') errors.invalidEach(path, port, portNameErrors(port));
  else {
    const number = typeof port === 'number' ? port : 0;
    errors.invalidEach(path, number, portNumberErrors(number));
  }
}

function validateSleep({ errors, graceSeconds, featureGates }: PodContext, action: Fields, path: string): void {
  const seconds = num(action, 'seconds') ?? 0;
  if (gateEnabled(featureGates, 'PodLifecycleSleepActionAllowZero')) {
    if (seconds < 0 || seconds > graceSeconds)
      errors.invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`);
  } else if (seconds <= 0 || seconds > graceSeconds) {
    errors.invalid(
      path,
      seconds,
      `must be greater than 0 and less than terminationGracePeriodSeconds (${graceSeconds}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`,
    );
  }
}

const PLAIN_SIGNALS =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  );
const LINUX_SIGNALS = [
  ...PLAIN_SIGNALS.map((name) => `SIG${name}`),
  ...Array.from({ length: 15 }, (_, i) => `SIGRTMIN+${i + 1}`),
  ...Array.from({ length: 14 }, (_, i) => `SIGRTMAX-${i + 1}`),
].sort();

function validateStopSignal({ errors, os }: PodContext, signal: string, path: string): void {
  if (os === undefined) {
    errors.forbidden(path, 'may not be set for containers with empty `spec.os.name`');
    return;
  }
  const supported = os === 'windows' ? ['SIGKILL', 'SIGTERM'] : os === 'linux' ? LINUX_SIGNALS : [signal];
  if (!supported.includes(signal)) errors.unsupported(path, signal, supported);
}
