import { createView } from '../widgets/createView';
import { answeredBeside } from './answeredBeside';
import { defineViewElement } from './viewElement';

// `<gatescope-view>` for any saved output.
defineViewElement(createView, answeredBeside());
