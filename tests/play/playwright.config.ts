import path from 'node:path';
import { defineConfig } from '@playwright/test';

const { FIREFOX_PATH } = process.env;
const root = path.resolve(__dirname, '..', '..');

// The playground's page, which its tests serve themselves.
export default defineConfig({
  testDir: __dirname,
  outputDir: path.join(root, 'test-results', 'play'),
  timeout: 90_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  use: { viewport: { width: 1440, height: 1000 }, video: 'off' },
  projects: [
    FIREFOX_PATH === undefined
      ? {
          name: 'chromium',
          use: {
            launchOptions: {
              executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
              args: ['--no-sandbox', '--disable-gpu', '--no-first-run']
            }
          }
        }
      : {
          // An ordinary Firefox, by the standard's own protocol.
          name: 'firefox',
          use: {
            browserName: 'firefox',
            channel: 'moz-firefox',
            launchOptions: { executablePath: FIREFOX_PATH }
          }
        }
  ]
});
