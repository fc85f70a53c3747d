import { createView } from '../widgets/createView';
import { createWidget } from './createWidget';

/** The widget of every kind of bundle. */
export default createWidget(createView);
