/** Whom a Pod can reach beyond itself: the API server, and the world outside the cluster. Nothing is known of the latter but that it is there. */
import type { HttpReply, HttpRequest, Server } from '../types.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.';
/**
 * Names of the public DNS. Two words alone may be a Service and its namespace (`db.dev`, `cart.app`), so those top-level domains that are
 * words of everyday use need one word more.
 */
const PUBLIC_NAME = new RegExp(
  `^(?:(?:${LABEL})+(?:com|org|net|io|gov|edu|de|uk|fr|nl|ch|jp|cn)|(?:${LABEL}){2,}(?:dev|app|ai|co|me|us|eu|cloud|info))\\.?$`,
  'i',
);
/** An address of the range for documentation (RFC 5737). */
const OUTSIDE_ADDRESS = '203.0.113.80';
/** Addresses of private networks, of the link, and of nobody: from there nothing comes back. */
const PRIVATE_ADDRESS = /^(?:0\.|10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|198\.51\.100\.|192\.0\.2\.|[a-f0-9]*:)/i;
const LATENCY_MS = 30;

export const API_SERVER_ADDRESS = '10.96.0.1';

/** The address of a name outside the cluster; undefined if it is none. */
export function publicAddress(host: string): string | undefined {
  return PUBLIC_NAME.test(host) ? OUTSIDE_ADDRESS : undefined;
}

export function isOutside(address: string): boolean {
  return !PRIVATE_ADDRESS.test(address);
}

/** Who answers at an address beyond the machine; undefined: nobody does. */
export function serverBeyond(address: string, port: number): Server | undefined {
  if (address === API_SERVER_ADDRESS) return port === 443 ? API_SERVER : undefined;
  return isOutside(address) ? { tls: port === 443, http: () => answered(200, 'ok\n') } : undefined;
}

const answered = (status: number, body: string): HttpReply => ({ kind: 'answer', status, body, latencyMs: LATENCY_MS, sameUntilMs: Number.POSITIVE_INFINITY });

/** What everybody may ask (`system:public-info-viewer`), and what every account may (`system:discovery`). */
const PUBLIC_PATH = /^\/(?:healthz|livez|readyz|version)(?:[/?]|$)/;
const DISCOVERY_PATH = /^\/(?:api|apis|openapi)(?:\/?$|\?)/;

const API_SERVER: Server = {
  tls: true,
  http: ({ target, headers }: HttpRequest) => {
    const isKnown = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
    if (/^\/version/.test(target)) return answered(200, '{\n  "major": "1",\n  "minor": "36",\n  "gitVersion": "v1.36.2"\n}');
    if (PUBLIC_PATH.test(target)) return answered(200, 'ok');
    if (isKnown && DISCOVERY_PATH.test(target)) return answered(200, '{\n  "kind": "APIVersions",\n  "versions": [\n    "v1"\n  ]\n}');
    const user = isKnown ? 'system:serviceaccount:default:default' : 'system:anonymous';
    return answered(
      403,
      `{\n  "kind": "Status",\n  "apiVersion": "v1",\n  "metadata": {},\n  "status": "Failure",\n  "message": "forbidden: User \\"${user}\\" cannot get path \\"${target}\\"",\n  "reason": "Forbidden",\n  "details": {},\n  "code": 403\n}`,
    );
  },
};
