import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  expect,
  test as base,
  type Locator,
  type Page
} from '@playwright/test';
import {
  decodeBundle,
  type Bundle,
  type BundleKind,
  type Trace
} from '../../../src/trace';

const root = path.resolve(__dirname, '..', '..', '..');

export interface GalleryOptions {
  readonly theme?: 'light' | 'dark' | 'contrast';
  readonly width?: number;
  readonly link?: 'live' | 'none' | 'stale';
  readonly motion?: 'none';
  /** Draws what the panel says of each sample below it, so many pixels wide. */
  readonly panel?: number;
}

/** What the gallery page gives to tests (see scripts/gallery/page.ts). */
interface GalleryPage {
  readonly cursor: {
    readonly position: Readonly<Record<string, unknown>>;
    move(to: object, source: object): void;
  };
  setTheme(name: string): void;
  setStatus(name: string): void;
}

interface Fixtures {
  /** Opens samples below one another and waits until their views are drawn. */
  openAll(samples: readonly string[], options?: GalleryOptions): Promise<void>;
  /** Opens a sample and waits until its view is drawn. */
  open(sample: string, options?: GalleryOptions): Promise<Locator>;
  /** The bundle of a sample, as the page got it. */
  traceOf(sample: string): Promise<Trace>;
  /** The names of all samples of the gallery. */
  samples: readonly string[];
}

interface WorkerFixtures {
  readonly galleryAddress: string;
}

/** One gallery server a worker; `GATESCOPE_GALLERY` names one that already runs. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  galleryAddress: [
    // Playwright asks for an object pattern, also where nothing is used.
    async ({}, use) => {
      const running = process.env.GATESCOPE_GALLERY;
      if (running) {
        await use(running);
        return;
      }
      const { server, address } = await startGallery();
      await use(address);
      server.kill();
    },
    { scope: 'worker', timeout: 180_000 }
  ],
  openAll: async ({ page, galleryAddress }, use) => {
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(message.text());
      }
    });
    await use(async (samples, options = {}) => {
      const query = new URLSearchParams(samples.map(name => ['sample', name]));
      for (const [name, value] of Object.entries(options)) {
        query.set(name, String(value));
      }
      if (options.width !== undefined) {
        await page.setViewportSize({
          width: Math.max(320, options.width + 40),
          height: 1000
        });
      }
      await page.goto(`${galleryAddress}?${query.toString()}`);
      // The networks of all these samples are trained first.
      await page.locator('body[data-ready]').waitFor({ timeout: 0 });
    });
    expect(errors, 'errors on the page').toEqual([]);
  },
  open: async ({ page, openAll }, use) => {
    await use(async (sample, options) => {
      await openAll([sample], options);
      const view = page.locator('.jp-gatescope-view').first();
      await view.waitFor();
      return view;
    });
  },
  samples: async ({ galleryAddress }, use) => {
    const list = (await (await fetch(`${galleryAddress}samples`)).json()) as {
      readonly name: string;
    }[];
    expect(list.length).toBeGreaterThan(20);
    await use(list.map(({ name }) => name));
  },
  traceOf: async ({ galleryAddress }, use) => {
    await use(async sample => {
      const response = await fetch(`${galleryAddress}samples/${sample}`);
      const bundle = decodeBundle(await response.json());
      if (bundle.kind !== 'trace') {
        throw new Error(`${sample} is a ${bundle.kind}, not a trace`);
      }
      return bundle;
    });
  }
});

export { expect };

/** Starts the gallery's server, on a port of its own. */
export async function startGallery(): Promise<{
  server: ChildProcess;
  address: string;
}> {
  const server = spawn(
    process.execPath,
    ['scripts/gallery.mjs', '--port', '0'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }
  );
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', piece => {
      said += String(piece);
      const found = /http:\/\/\S+/.exec(said);
      if (found) {
        resolve(found[0]);
      }
    });
    server.on('exit', code =>
      reject(new Error(`the gallery ended with ${code}: ${said}`))
    );
  });
  return { server, address };
}

/** A sample's bundle, which must be of this kind. */
export async function bundleOf<K extends BundleKind>(
  address: string,
  sample: string,
  kind: K
): Promise<Extract<Bundle, { kind: K }>> {
  const bundle = decodeBundle(
    await (await fetch(`${address}samples/${sample}`)).json()
  );
  if (bundle.kind !== kind) {
    throw new Error(`${sample} is a ${bundle.kind}`);
  }
  return bundle as Extract<Bundle, { kind: K }>;
}

/** Moves the cursor that all views share, as another view would. */
export async function moveCursor(page: Page, to: object): Promise<void> {
  await page.evaluate(place => {
    const { gallery } = window as unknown as { gallery: GalleryPage };
    gallery.cursor.move(place, {});
  }, to);
  await settled(page);
}

/** Where the shared cursor is, once the views are drawn so: what is clicked next stands still. */
export async function cursorOf(page: Page): Promise<Record<string, unknown>> {
  await settled(page);
  return page.evaluate(() => {
    const { gallery } = window as unknown as { gallery: GalleryPage };
    return { ...gallery.cursor.position };
  });
}

/** Changes the theme of the page while views stand on it. */
export async function setTheme(page: Page, name: string): Promise<void> {
  await page.evaluate(theme => {
    const { gallery } = window as unknown as { gallery: GalleryPage };
    gallery.setTheme(theme);
  }, name);
  await settled(page);
}

/** Changes what the page knows of the kernel: `live`, `stale`, or `none` where there is none. */
export async function setStatus(page: Page, name: string): Promise<void> {
  await page.evaluate(status => {
    const { gallery } = window as unknown as { gallery: GalleryPage };
    gallery.setStatus(status);
  }, name);
  await settled(page);
}

const PARTS = 6;

/** What takes minutes over all samples is tested in parts, so that no worker waits for another's. */
export const parts = Array.from({ length: PARTS }, (_, part) => ({
  named: `(${part + 1} of ${PARTS})`,
  of: (samples: readonly string[]): readonly string[] =>
    samples.filter((_sample, at) => at % PARTS === part)
}));

/** Two frames: what was asked for is painted. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise(resolve =>
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      )
  );
}

/** Waits until fonts are there and no word or box of the page moves from one frame to the next. */
export async function standsStill(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        await document.fonts.ready;
        const boxes = () =>
          [
            ...document.querySelectorAll(
              '.jp-gatescope-view :is(text, div, span, svg)'
            )
          ]
            .map(each => JSON.stringify(each.getBoundingClientRect()))
            .join();
        const frame = () => new Promise(requestAnimationFrame);
        await frame();
        const before = boxes();
        await frame();
        await frame();
        return before === boxes();
      })
    )
    .toBe(true);
}

/** No serious finding of axe in the page's views. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include('.jp-gatescope-view')
    .analyze();
  const serious = violations.filter(
    ({ impact }) => impact === 'serious' || impact === 'critical'
  );
  expect(
    serious.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(node => `${node.target.join(' ')} ${node.any.map(check => check.message).join('; ')}`).join(' | ')}`
    )
  ).toEqual([]);
}

/** Nothing of a view is wider than its page, but for code and tables that scroll. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth
  );
  expect(wide).toBeLessThanOrEqual(0);
}

/** The values of a channel of the first layer, asked for by step and unit. */
export function channelOf(
  trace: Trace,
  name: string
): (step: number, unit: number) => number {
  const channel = trace.layers[0].channels.find(each => each.name === name);
  if (!channel) {
    throw new Error(`there is no channel ${name}`);
  }
  const width = channel.array.shape[1] ?? 1;
  return (step, unit) => channel.array.values[step * width + unit];
}

/** A number as the views print it. */
export function printed(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** A printed number back as a number. */
export function readNumber(text: string): number {
  return Number(text.replace('−', '-').replace(/[()=\s×]/g, ''));
}
