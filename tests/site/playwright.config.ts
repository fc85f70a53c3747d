import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { guard, guardOfSteps, projects } from '../projects';

const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18865);
const root = path.resolve(__dirname, '..', '..');

// The kernel in a page and the site, from a plain file server below a subpath.
export default defineConfig({
  testDir: __dirname,
  outputDir: path.join(root, 'test-results', 'site'),
  ...guard,
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  use: {
    ...guardOfSteps,
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    video: 'off'
  },
  projects,
  webServer: {
    command: 'node tests/site/server.mjs',
    cwd: root,
    url: `http://127.0.0.1:${port}/kernel/`,
    timeout: guard.expect.timeout,
    reuseExistingServer: false,
    env: { GATESCOPE_TEST_PORT: String(port) }
  }
});
