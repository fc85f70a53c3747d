import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { projects } from '../projects';

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
  projects
});
