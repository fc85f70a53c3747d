import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const modules = path.join(root, 'node_modules');

/**
 * The fonts that a page may meet. A bare Linux has DejaVu alone, which is wide; most readers have
 * Arial or a font of its widths, as Arimo is.
 */
export const fontSets = {
  dejavu: {
    sans: 'DejaVu Sans',
    folders: [path.join(modules, 'dejavu-fonts-ttf', 'ttf')]
  },
  arial: {
    sans: 'Arimo',
    // Signs that Arimo has not, and the other families.
    folders: [
      path.join(modules, '@expo-google-fonts', 'arimo'),
      path.join(modules, 'dejavu-fonts-ttf', 'ttf')
    ]
  }
} as const;

export type FontSet = keyof typeof fontSets;

/**
 * The environment of a Chromium that finds only the fonts of a set. Chromium asks fontconfig, on
 * Linux; elsewhere the machine's own fonts stay.
 */
export function fontEnvironment(name: FontSet): Record<string, string> {
  const { sans, folders } = fontSets[name];
  const home = path.join(root, 'build', 'fonts');
  mkdirSync(home, { recursive: true });
  const file = path.join(home, `${name}.conf`);
  const family = (wanted: string, given: string): string => `
  <match target="pattern">
    <test name="family" compare="eq"><string>${wanted}</string></test>
    <edit name="family" mode="assign" binding="strong"><string>${given}</string></edit>
  </match>`;
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  ${folders.map(folder => `<dir>${folder}</dir>`).join('\n  ')}
  <cachedir>${path.join(home, 'cache')}</cachedir>
${['sans', 'sans-serif', 'system-ui', 'Helvetica', 'Arial', 'Liberation Sans'].map(each => family(each, sans)).join('')}
${family('monospace', 'DejaVu Sans Mono')}
${family('serif', 'DejaVu Serif')}
  <match target="pattern">
    <edit name="family" mode="append_last"><string>${sans}</string></edit>
  </match>
</fontconfig>
`
  );
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined
  );
  return { ...Object.fromEntries(kept), FONTCONFIG_FILE: file };
}
