import { type Fields, fields, num, strings, text } from '../../schema/fields.ts';

/** `http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3` (describe.go: DescribeProbe). */
export function describeProbe(probe: Fields): string {
  const seconds = (name: string) => `${num(probe, name) ?? 0}s`;
  const attributes = `delay=${seconds('initialDelaySeconds')} timeout=${seconds('timeoutSeconds')} period=${seconds('periodSeconds')} #success=${num(probe, 'successThreshold') ?? 0} #failure=${num(probe, 'failureThreshold') ?? 0}`;
  const [exec, http, tcp, grpc] = [fields(probe, 'exec'), fields(probe, 'httpGet'), fields(probe, 'tcpSocket'), fields(probe, 'grpc')];
  if (exec !== undefined) return `exec [${strings(exec, 'command').join(' ')}] ${attributes}`;
  if (http !== undefined) {
    const host = text(http, 'host').includes(':') ? `[${text(http, 'host')}]` : text(http, 'host');
    const path = text(http, 'path');
    return `http-get ${text(http, 'scheme').toLowerCase()}://${host}:${String(http['port'])}${path === '' || path.startsWith('/') ? '' : '/'}${escapePath(path)} ${attributes}`;
  }
  if (tcp !== undefined) return `tcp-socket ${text(tcp, 'host')}:${String(tcp['port'])} ${attributes}`;
  if (grpc !== undefined) return `grpc <pod>:${num(grpc, 'port') ?? 0} ${text(grpc, 'service')} ${attributes}`;
  return `unknown ${attributes}`;
}

/** Characters that may stand in the path of a URL; the rest is escaped (Go's net/url). */
const escapePath = (path: string): string =>
  [...path]
    .map((char) =>
      /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(char) ? char : encodeURIComponent(char).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('');
