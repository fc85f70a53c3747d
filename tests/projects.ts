const { FIREFOX_PATH, CHROMIUM_PATH = '/usr/bin/chromium' } = process.env;

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
