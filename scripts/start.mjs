/** `npm start`: installs what is missing, builds what is stale, serves the app. PORT chooses the port, HOST the address. */
import { createServer } from 'node:net';
import { build, PARTS } from './build.mjs';
import { ensureInstalled, ROOT, stop } from './install.mjs';

const HOST = process.env['HOST'] ?? '127.0.0.1';
const wanted = Number(process.env['PORT'] ?? 4173);
if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) stop(`PORT must be a number from 1 to 65535, not "${process.env['PORT']}".`);

/** @param {number} port @returns {Promise<NodeJS.ErrnoException | undefined>} what stands against listening there */
function obstacle(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, HOST, () => server.close(() => resolve(undefined)));
  });
}

async function freePort() {
  for (let port = wanted; port <= Math.min(wanted + 99, 65_535); port += 1) {
    const error = await obstacle(port);
    if (error === undefined) return port;
    if (error.code === 'EADDRINUSE') console.log(`Port ${port} is taken.`);
    else if (error.code === 'EACCES') console.log(`Port ${port} is not allowed for this user.`);
    else stop(`Cannot listen on ${HOST}: ${error.message}`);
  }
  return stop(`No free port from ${wanted} on; choose one with PORT=… npm start.`);
}

ensureInstalled();
if (!build([PARTS.app], { ifStale: true })) stop('The app could not be built: see the message above.');

const { preview } = await import('vite');
const port = await freePort();
await preview({ root: ROOT, logLevel: 'warn', preview: { host: HOST, port, strictPort: true } });
console.log(`\n  Podloupe  http://${HOST}:${port}/\n\n  Ctrl+C ends it.`);
