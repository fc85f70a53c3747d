import { inArticle } from './articleWords';
import { runsOnly } from './runsOnly';
import { defineViewElement } from './viewElement';

// `<gatescope-view>` for saved runs alone.
defineViewElement(runsOnly, { translate: inArticle });
