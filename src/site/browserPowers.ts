import type { BrowserPowers } from './shortcomings';

const PROBE = 'gatescope-probe';
/** The shortest WebAssembly module: its magic number and version. */
const MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Tries what this browser gives. @param workerIsReady rejects where no service worker starts */
export async function browserPowers(
  workerIsReady: Promise<unknown> | null
): Promise<BrowserPowers> {
  const [serviceWorker, storage] = await Promise.all([
    workerIsReady === null
      ? false
      : workerIsReady.then(
          () => true,
          () => false
        ),
    hasDatabase().then(has => has || hasLocalStorage())
  ]);
  return {
    serviceWorker,
    isolated: globalThis.crossOriginIsolated,
    storage,
    webAssembly: hasWebAssembly()
  };
}

/** Some browsers refuse by a throw, some by an error, and a private window of some by neither. */
function hasDatabase(): Promise<boolean> {
  return new Promise(resolve => {
    try {
      const request = indexedDB.open(PROBE);
      request.onsuccess = () => {
        request.result.close();
        indexedDB.deleteDatabase(PROBE);
        resolve(true);
      };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
}

function hasLocalStorage(): boolean {
  try {
    localStorage.setItem(PROBE, '');
    localStorage.removeItem(PROBE);
    return true;
  } catch {
    return false;
  }
}

function hasWebAssembly(): boolean {
  try {
    return WebAssembly.validate(MODULE);
  } catch {
    return false;
  }
}
