import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Loads zeromq's compiled part for this machine. In the built kernel this stands in for zeromq's
 * own loader, which searches a folder of an npm package that is not shipped.
 *
 * @throws Error that says what is missing or why it does not load.
 */
export function loadAddon(): unknown {
  const platform = `${process.platform}-${process.arch}`;
  // A Linux without glibc refuses the first; asking which it is costs more than trying.
  const candidates =
    process.platform === 'linux' ? [platform, `${platform}-musl`] : [platform];
  const problems: string[] = [];
  for (const name of candidates) {
    const file = join(__dirname, 'addons', `${name}.node`);
    if (!existsSync(file)) {
      problems.push(`${file} is missing`);
      continue;
    }
    try {
      const module = { exports: {} };
      process.dlopen(module, file);
      return module.exports;
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `gatescope cannot load zeromq for ${platform}: ${problems.join('; ')}`
  );
}
