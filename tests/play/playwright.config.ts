import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { guard, guardOfSteps, projects } from '../projects';

const root = path.resolve(__dirname, '..', '..');

// The playground's page, which its tests serve themselves.
export default defineConfig({
  testDir: __dirname,
  outputDir: path.join(root, 'test-results', 'play'),
  ...guard,
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  use: {
    ...guardOfSteps,
    viewport: { width: 1440, height: 1000 },
    video: 'off'
  },
  projects
});
