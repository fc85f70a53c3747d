import { readFileSync } from 'node:fs';
import { VERSION } from '../../../src/lab/version';

test('the version told to the kernel is that of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string;
  };
  expect(VERSION).toBe(version);
});
