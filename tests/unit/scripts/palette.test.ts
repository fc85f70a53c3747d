import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

describe('the palette', () => {
  it('is what every file that is made of it has', () => {
    execFileSync('node', ['scripts/generate-palette.mjs', '--check'], {
      cwd: root
    });
  });

  it('moves the sheets, the module and the mark when a color of it is another one', () => {
    const program = `
      import { filesOf, readPalette } from './scripts/generate-palette.mjs';
      const palette = readPalette();
      palette.themes.light.colors.keep = '#123456';
      palette.themes.dark.ramps.weights[0] = '#654321';
      console.log(JSON.stringify(await filesOf(palette)));`;
    const files = JSON.parse(
      execFileSync('node', ['--input-type=module', '-e', program], {
        cwd: root,
        encoding: 'utf8'
      })
    ) as Record<string, string>;
    const times = (color: string) =>
      Object.values(files).map(text => text.split(color).length - 1);
    // In forced colors, too; the mark has a dot of it.
    expect(times('#123456')).toEqual([1, 1, 1, 1]);
    expect(times('#654321')).toEqual([1, 1, 1, 0]);
  });

  it.each(['src/kernel/core/picture', 'gatescope/tracing'])(
    'is where %s has its colors from, and nowhere else',
    folder => {
      const own = readdirSync(join(root, folder))
        .filter(name => /\.(ts|py)$/.test(name))
        .flatMap(name =>
          [
            ...readFileSync(join(root, folder, name), 'utf8').matchAll(
              /['"](#[0-9a-f]{3}|#[0-9a-f]{6})['"]/g
            )
          ].map(([, color]) => `${name}: ${color}`)
        );
      expect(own).toEqual([]);
    }
  );
});
