/** The node's own resolver, in the recordings' network. */
export const NAMESERVER = '10.255.255.53';

/** Why a program of the node gets no connection, in Go's words: the resolver knows no names, and behind an address nobody listens. */
export function dialError(host: string, port: number): string {
  const address = host === 'localhost' ? '127.0.0.1' : host;
  const isName = !/^[\d.]+$|:/.test(address);
  return `dial tcp${isName ? `: lookup ${host} on ${NAMESERVER}:53: no such host` : ` ${address}:${port}: connect: connection refused`}`;
}
