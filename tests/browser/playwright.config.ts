import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { guard, guardOfSteps } from '../projects';
import { fontEnvironment, type FontSet } from './fonts';

const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18765);
const root = path.resolve(__dirname, '..', '..');
/** `gallery` or `lab`, where the two run beside each other; both without it. */
const part = process.env.GATESCOPE_BROWSER_PART;

/** A Chromium that has the fonts of one set. */
const chromiumWith = (fonts: FontSet) => ({
  launchOptions: {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    env: fontEnvironment(fonts),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run'
    ]
  }
});

// One server for all tests in the lab; each test opens notebooks of its own on it.
export default defineConfig({
  testDir: __dirname,
  outputDir: path.join(root, 'test-results', part ?? 'browser'),
  ...guard,
  // Tests in the lab share its one server; those of the gallery have one a worker.
  workers: part === 'gallery' ? 2 : 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  use: {
    ...guardOfSteps,
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1400, height: 1000 },
    video: 'off',
    screenshot: 'only-on-failure'
  },
  projects: [
    {
      name: 'gallery',
      testMatch: 'gallery*/**/*.spec.ts',
      fullyParallel: true,
      use: chromiumWith('dejavu')
    },
    {
      // What the letters' widths can change: the layouts.
      name: 'gallery in Arial',
      testMatch: 'gallery*/**/*.spec.ts',
      grep: /fits|sideways|400|panel|fonts/,
      fullyParallel: true,
      use: chromiumWith('arial')
    },
    {
      // First: what the lessons say here is what other tests read.
      name: 'lab: lessons',
      testMatch: 'lab/lessons.spec.ts',
      use: chromiumWith('dejavu')
    },
    {
      name: 'lab',
      testMatch: 'lab/**/*.spec.ts',
      testIgnore: 'lab/lessons.spec.ts',
      use: chromiumWith('dejavu')
    }
  ].filter(({ name }) => part === undefined || name.startsWith(part)),
  // The gallery is a page of files, which its tests serve themselves.
  webServer:
    part === 'gallery'
      ? undefined
      : {
          command: 'node tests/browser/lab/server.mjs',
          cwd: root,
          url: `http://127.0.0.1:${port}/api`,
          timeout: guard.expect.timeout,
          reuseExistingServer: false,
          gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
          env: { GATESCOPE_TEST_PORT: String(port) }
        }
});
