import { createView } from '../widgets/createView';
import { defineViewElement } from './viewElement';

// `<gatescope-view>` for any saved output.
defineViewElement(createView);
