// `gatescope/element` of the npm package: the element `<gatescope-view>`, for any saved output and for runs
// that the page computes.
import { createView } from '../../widgets/createView';
import { inArticle } from '../articleWords';
import { computeHere } from '../computeHere';
import { defineViewElement } from '../viewElement';

defineViewElement(createView, { translate: inArticle, compute: computeHere });
