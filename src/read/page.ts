// A notebook as a page of a site: its pictures, which are made when they are needed.
import { fromNetwork } from '../anywhere/fromNetwork';
import { defineViewElement } from '../anywhere/viewElement';
import { createView } from '../widgets/createView';

defineViewElement(createView, { fromNetwork });
