/** Makes the app work without a network: the service worker of the build keeps a copy of all its files. */
export function keepForOffline(): void {
  // Browsers have service workers on https and on this machine only; a refusal costs nothing but the copy
  void navigator.serviceWorker?.register('./sw.js').catch(() => undefined);
}
