import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { guard, guardOfSteps } from '../projects';

const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18965);
const root = path.resolve(__dirname, '..', '..');

// Beside a screen reader, on a screen: sh scripts/with-orca.sh npx playwright test -c tests/orca/playwright.config.ts
export default defineConfig({
  testDir: __dirname,
  outputDir: path.join(root, 'test-results', 'orca'),
  ...guard,
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
  use: {
    ...guardOfSteps,
    baseURL: `http://127.0.0.1:${port}`,
    viewport: null,
    headless: false,
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--force-renderer-accessibility',
        '--window-size=1400,960'
      ]
    }
  },
  webServer: {
    command: 'node tests/browser/lab/server.mjs',
    cwd: root,
    url: `http://127.0.0.1:${port}/api`,
    timeout: guard.expect.timeout,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: { GATESCOPE_TEST_PORT: String(port) }
  }
});
