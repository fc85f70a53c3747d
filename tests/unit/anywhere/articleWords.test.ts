import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleWords, inArticle } from '../../../src/anywhere/articleWords';

const root = join(__dirname, '..', '..', '..', 'src');

/** The literals of all files in a folder. */
const literals = ['scene', 'views', 'widgets', 'anywhere'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.ts') && name !== 'articleWords.ts')
    .flatMap(name => [
      ...readFileSync(join(root, folder, name), 'utf8').matchAll(
        /^\s*(?:.*[(?:] ?)?'((?:[^'\\]|\\.)*)'/gm
      )
    ])
    .map(([, text]) => text)
);

/** What says notebook, and can stand in no article. */
const elsewhere = new Set([
  // A tool of a line that can put code into a notebook.
  'Put in a notebook cell',
  // A tool of a line that can run its notebook cell again.
  'Run again: the whole notebook cell of this picture. A network that the cell makes or trains is made and trained again.',
  // Of the anywidget, and of VS Code.
  'The notebook is closed.',
  'Python has not answered yet. It may be busy; if no notebook cell is running, run this one again.',
  'VS Code shows what the notebook has saved. Run the notebook in JupyterLab to compute with the network.'
]);

describe('the words of the views in an article', () => {
  it('stand for all that the views say of notebooks', () => {
    const said = new Set(literals.filter(text => / notebook/i.test(text)));
    expect(said.size).toBeGreaterThan(elsewhere.size);
    const missing = [...said].filter(
      text => !articleWords.has(text) && !elsewhere.has(text)
    );
    expect(missing).toEqual([]);
    expect([...elsewhere].filter(text => !said.has(text))).toEqual([]);
  });

  it('stand for texts that the views have, with the same places', () => {
    const known = new Set(literals);
    for (const [text, instead] of articleWords) {
      expect(known).toContain(text);
      expect(instead).not.toMatch(/notebook|kernel|Jupyter/i);
      expect(instead.match(/%\d/g)).toEqual(text.match(/%\d/g));
    }
  });

  it('leave all others as they are', () => {
    expect(inArticle('step %1', 3)).toBe('step 3');
    expect(inArticle('The kernel does not know the token “%1”.', 'cat')).toBe(
      'The network does not know the token “cat”.'
    );
  });
});
