const { FIREFOX_PATH, CHROMIUM_PATH = '/usr/bin/chromium' } = process.env;

/** What a test, and what it waits for, may take at most before it is taken to hang, in ms. */
const [TEST, STEP] = [1_800_000, 180_000];

/** No test asserts by these: they are far above what anything takes, on a machine with other work, too. */
export const guard = { timeout: TEST, expect: { timeout: STEP } };

/** The same for a click, an element and a page that are waited for. */
export const guardOfSteps = { actionTimeout: STEP, navigationTimeout: STEP };

/** The browser that is asked for: an ordinary Firefox where its path is given, else Chromium. */
export const projects = [
  FIREFOX_PATH === undefined
    ? {
        name: 'chromium',
        use: {
          launchOptions: {
            executablePath: CHROMIUM_PATH,
            args: ['--no-sandbox', '--disable-gpu', '--no-first-run']
          }
        }
      }
    : {
        // By the standard's own protocol.
        name: 'firefox',
        use: {
          browserName: 'firefox' as const,
          channel: 'moz-firefox',
          launchOptions: { executablePath: FIREFOX_PATH }
        }
      }
];
