import exercises from './plugins/exercises';
import inspector from './plugins/inspector';
import lessons from './plugins/lessons';
import renderer from './plugins/renderer';
import views from './plugins/views';

export default [views, renderer, lessons, exercises, inspector];
