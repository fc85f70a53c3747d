import { defineConfig } from '/work/main/node_modules/@playwright/test';
export default defineConfig({ testDir: '/work/main/tests/browser/gallery', outputDir: '/tmp/vb/results', timeout: 120000, expect:{timeout:8000}, workers: 1, reporter: 'line',
 use: { viewport: {width:1400,height:1000}, launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--no-first-run'] } } });
