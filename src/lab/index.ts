import renderer from './plugins/renderer';
import views from './plugins/views';

export default [views, renderer];
