import { untranslated } from '../scene/words/translate';
import type { Translate } from '../scene/words/translate';

/** What the views say of notebooks and kernels, and what they say in an article, which has neither. */
export const articleWords: ReadonlyMap<string, string> = new Map([
  [
    '%1, the run as it was before its network changed (%2). Run the notebook cell again to change it.',
    '%1, the run as it was before its network changed (%2), so nothing can be changed.'
  ],
  [
    'To have this as code, give the run a name in its notebook cell: const run = …',
    'To keep this in the article, write .clamp({ … }) or .edit({ … }) after the run in its code.'
  ],
  [
    'No variable of the notebook holds what is shown here. Give it a name, and its code can be copied.',
    'No variable holds what is shown here, so there is no code to copy.'
  ],
  [
    'The kernel does not know the token “%1”.',
    'The network does not know the token “%1”.'
  ],
  [
    'what you answer is kept with the notebook; your teacher marks it.',
    'your teacher marks this question; a page keeps no answers.'
  ],
  [
    'Not live: run the notebook cell to see the gradient.',
    'Not live: the gradient was not saved.'
  ],
  [
    'Not live: run the notebook cell to move this.',
    'Not live: this cannot be moved.'
  ],
  [
    'Not live: run the notebook cell to follow another answer.',
    'Not live: another answer cannot be followed.'
  ],
  [
    'Not live: run the notebook cell to change this.',
    'Not live: this cannot be changed.'
  ],
  [
    'Steps are left out of this copy: run the notebook cell.',
    'Steps are left out of this copy, so nothing can be changed.'
  ],
  [
    'The weights are in the kernel that made this run: run the notebook cell to see them.',
    'The weights were not saved with this run.'
  ],
  [
    'This run was saved without gradients; the kernel that made it can compute them.',
    'This run was saved without gradients.'
  ],
  [
    'This page has no kernel. Run the notebook in Jupyter to compute with the network.',
    'This picture shows a saved run; nothing computes behind it.'
  ]
]);

/** The words of the views in an article. */
export const inArticle: Translate = (text, ...args) =>
  untranslated(articleWords.get(text) ?? text, ...args);
