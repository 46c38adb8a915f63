import type { Network, Server } from './types.ts';

/** A network namespace with nobody listening. `address` is what tools print as its own. */
export function createNetwork(address: string): Network {
  const servers = new Map<number, Server>();
  return {
    address,
    server: (port) => servers.get(port),
    listen(port, server) {
      if (servers.has(port)) return undefined;
      servers.set(port, server);
      return () => {
        if (servers.get(port) === server) servers.delete(port);
      };
    },
  };
}
