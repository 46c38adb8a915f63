/** What the programs of agnhost take on their command line (`test/images/agnhost/*`, cobra and pflag). */
import { parseDurationMs } from '../../base/duration.ts';

/** By program: its flags, with their type where they are not text; `args` are words beside them. Without an entry anything goes. */
const FLAGS: Readonly<Record<string, string>> = {
  'audit-proxy': '',
  connect: 'args=1 timeout=duration protocol udp-data sctp-data',
  'crd-conversion-webhook': 'tls-cert-file tls-private-key-file port=int',
  'dns-server-list': '',
  'dns-suffix': '',
  'entrypoint-tester': 'args=any',
  'etc-hosts': '',
  'external-metrics': 'port=int service-name service-namespace',
  'grpc-health-checking': 'port=int http-port=int delay-unhealthy-sec=int service tls-cert-file tls-private-key-file',
  guestbook: 'http-port backend-port replicaof',
  inclusterclient: 'poll-interval=int',
  liveness: '',
  'logs-generator': 'log-lines-total=int/t run-duration=duration/d',
  mounttest:
    'fs-type file-mode file-perm file-owner new-file-0644 new-file-0666 new-file-0660 new-file-0777 file-content file-content-in-loop retry-time=int break-on-expected-content=bool',
  netexec: 'http-port=int tls-cert-file tls-private-key-file udp-port=int sctp-port=int http-override udp-listen-addresses delay-shutdown=int',
  nettest: 'port=int peers=int service namespace delay-shutdown=int',
  nonewprivs: '',
  pause: '',
  porter: 'json-response=bool',
  'serve-hostname': 'tcp=bool udp=bool http=bool close=bool port=int',
  'test-webserver': 'port=int',
};

/** Every program has these (`k8s.io/component-base/logs`). */
const COMMON = 'help=bool/h v=int/v vmodule log-flush-frequency=duration';

interface Flag {
  name: string;
  type: string;
  short: string | undefined;
}

const flagsOf = (text: string): Flag[] =>
  text
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const [, name = '', type = 'text', short] = /^([\w-]+)(?:=(\w+))?(?:\/(\w))?$/.exec(each) ?? [];
      return { name, type, short };
    });

/** What is wrong with the words after a program's name, as cobra says it; `help` if they ask for that. */
export function commandLineFault(program: string, words: readonly string[]): string | undefined {
  const own = Object.hasOwn(FLAGS, program) ? FLAGS[program] : undefined;
  if (own === undefined) return undefined;
  const flags = flagsOf(`${own} ${COMMON}`);
  const wanted = flags.find(({ name }) => name === 'args')?.type ?? '0';
  let count = 0;
  let isHelp = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      count += words.length - index - 1;
      break;
    }
    const [, dashes = '', given = '', attached] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (dashes === '') {
      count += 1;
      continue;
    }
    const isShort = dashes === '-';
    // Underscores are as good as dashes (`WordSepNormalizeFunc`)
    const flag = flags.find(({ name, short }) => (isShort ? short === given[0] : name === given.replaceAll('_', '-') && name !== 'args'));
    if (flag === undefined) return isShort ? `unknown shorthand flag: '${given[0]}' in ${word}` : `unknown flag: --${given}`;
    isHelp ||= flag.name === 'help';
    const written = isShort && given.length > 1 ? given.slice(1) : attached;
    const value = written ?? (flag.type === 'bool' ? 'true' : words[(index += 1)]);
    if (value === undefined) return `flag needs an argument: ${isShort ? `'${given[0]}' in ${word}` : `--${given}`}`;
    const fault = valueFault(flag, value);
    if (fault !== undefined) return fault;
  }
  if (isHelp) return 'help';
  if (wanted === 'any' || count === Number(wanted)) return undefined;
  return wanted === '0' ? `accepts at most 0 arg(s), received ${count}` : `accepts ${wanted} arg(s), received ${count}`;
}

function valueFault({ name, type, short }: Flag, value: string): string | undefined {
  const why =
    type === 'int' && !/^[+-]?(?:\d+|0x[\da-f]+)$/i.test(value)
      ? `strconv.ParseInt: parsing "${value}": invalid syntax`
      : type === 'bool' && !/^(?:1|0|t|f|true|false)$/i.test(value)
        ? `strconv.ParseBool: parsing "${value}": invalid syntax`
        : type === 'duration' && parseDurationMs(value) === undefined
          ? `time: invalid duration "${value}"`
          : undefined;
  return why && `invalid argument "${value}" for "${short === undefined ? '' : `-${short}, `}--${name}" flag: ${why}`;
}
