// The words of the settings' schemas, which JupyterLab translates itself: titles and descriptions in
// the context "schema", labels of menus and toolbars in "menu".
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const contexts = { title: 'schema', description: 'schema', label: 'menu' };

export function schemaWords(folder) {
  const found = new Map();
  for (const file of readdirSync(folder).filter(name =>
    name.endsWith('.json')
  )) {
    const visit = node => {
      for (const [key, value] of Object.entries(node)) {
        if (typeof value === 'string' && contexts[key] !== undefined) {
          const entry = {
            text: value,
            context: contexts[key],
            places: [`schema/${file}`]
          };
          const known = found.get(`${entry.context} ${value}`);
          known?.places.push(...entry.places);
          found.set(`${entry.context} ${value}`, known ?? entry);
        } else if (typeof value === 'object' && value !== null) {
          visit(value);
        }
      }
    };
    visit(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
  }
  return [...found.values()];
}
