// Filled in by scripts/offline.mjs when the app is built.
const VERSION = '%VERSION%';
const FILES = ['%FILES%'];

/** How long the network may take for the page itself before the copy is shown. */
const PATIENCE_MS = 3000;
/** @type {any} The types of a page know no service worker. */
const worker = self;
const CACHE = `podloupe-${VERSION}`;

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(copyAll()));

/**
 * Half a build is of no use without a network: the worker counts as installed when it has all of it. One file after another, with as much rest
 * as work: somebody uses the page meanwhile, and browsers compile the programs that are kept here.
 */
async function copyAll() {
  const cache = await caches.open(CACHE);
  for (const file of FILES) {
    const beganMs = performance.now();
    // A name with a hash is the same file in every build
    const isHashed = file.startsWith('./assets/');
    const copy = isHashed ? await caches.match(file) : undefined;
    if (copy) await cache.put(file, copy);
    else await cache.add(new Request(file, isHashed ? {} : { cache: 'reload' }));
    await new Promise((rested) => setTimeout(rested, performance.now() - beganMs));
  }
}

// By now no page of an older build is open any more
worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('podloupe-') && name !== CACHE).map((name) => caches.delete(name)))),
  );
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else event.respondWith(caches.match(request, { ignoreSearch: true, ignoreVary: true }).then((copy) => copy ?? fetch(request)));
});

/** The newest page if the network has it, else the copy. */
async function page(/** @type {Request} */ request) {
  const fresh = fetch(request).then((response) => (response.ok ? response : Promise.reject(new Error(response.statusText))));
  const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS));
  try {
    return await Promise.race([fresh, late]);
  } catch {
    const path = new URL(request.url).pathname;
    const copy = await caches.match(path.endsWith('/') ? `${path}index.html` : path);
    // A folder without its last sign, which a server would send to where its links are right
    if (!copy && (await caches.match(`${path}/index.html`))) return Response.redirect(`${path}/`);
    return copy ?? fresh;
  }
}
