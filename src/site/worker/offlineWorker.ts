// The part of the site's service worker that is ours; JupyterLite's follows it in the same file. It
// keeps the site's files in the browser, so that the site opens without a network.

/** The files of this build by their paths below the site's folder, each with its digest (SRI). */
declare const SITE_FILES: Readonly<Record<string, string>>;

/** What the types of pages lack of a service worker's events. */
interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LastingEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface AskedEvent extends LastingEvent {
  readonly data: unknown;
  readonly source: { postMessage(message: unknown): void } | null;
}

/** Files that are fetched side by side while nobody waits for them. */
const AT_ONCE = 4;
/** Names that change with what the file holds. */
const FIXED = /\.[\da-f]{7,}\.\w+$/;

const folder = new URL('./', location.href);
const CACHE = `gatescope-site:${folder.pathname}`;

/** The path of a request for a file of this build; null for all else. */
function pathOf({ method, url }: Request): string | null {
  const { origin, pathname } = new URL(url);
  if (
    method !== 'GET' ||
    origin !== folder.origin ||
    !pathname.startsWith(folder.pathname)
  ) {
    return null;
  }
  const path = decodeURI(pathname.slice(folder.pathname.length)).replace(
    /(^|\/)$/,
    '$1index.html'
  );
  return Object.hasOwn(SITE_FILES, path) ? path : null;
}

/** Under what a file is kept: another build with the same file finds it again. */
function keyOf(path: string): string {
  const key = new URL(encodeURI(path), folder);
  key.searchParams.set('digest', SITE_FILES[path]);
  return key.href;
}

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(keyOf(path));
}

/** The network's answer, and the kept one where there is no network or both are surely the same. */
async function answer(path: string, request: Request): Promise<Response> {
  const fixed = FIXED.test(path) ? await kept(path) : undefined;
  if (fixed !== undefined) {
    return fixed;
  }
  try {
    return await fetch(request);
  } catch (error) {
    const known = await kept(path);
    if (known === undefined) {
      throw error;
    }
    return known;
  }
}

/** Keeps what is not kept yet and forgets what other builds left. Gives how many files are missing. */
async function keepAll(): Promise<number> {
  const cache = await caches.open(CACHE);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const wanted = new Map(
    Object.keys(SITE_FILES).map(path => [keyOf(path), path])
  );
  const missing = [...wanted].filter(([key]) => !there.has(key));
  let failed = 0;
  const fetchSome = async () => {
    for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
      const [key, path] = next;
      try {
        const response = await fetch(new URL(encodeURI(path), folder), {
          integrity: SITE_FILES[path],
          cache: 'no-cache'
        });
        if (!response.ok) {
          throw new Error(`${path}: ${response.status}`);
        }
        await cache.put(key, response);
      } catch {
        failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  if (failed === 0) {
    await Promise.all(
      [...there].filter(url => !wanted.has(url)).map(url => cache.delete(url))
    );
  }
  return failed;
}

self.addEventListener('fetch', event => {
  const { request } = event as FetchEvent;
  const path = pathOf(request);
  if (path !== null) {
    // JupyterLite's part would answer a second time.
    event.stopImmediatePropagation();
    (event as FetchEvent).respondWith(answer(path, request));
  }
});

let keeping: Promise<number> | null = null;
self.addEventListener('message', event => {
  const { data, source } = event as unknown as AskedEvent;
  if (data === 'gatescope-keep') {
    keeping ??= keepAll().finally(() => {
      keeping = null;
    });
    (event as unknown as LastingEvent).waitUntil(
      keeping.then(missing =>
        source?.postMessage({ type: 'gatescope-kept', missing })
      )
    );
  }
});
