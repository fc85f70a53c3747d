import authoring from './plugins/authoring';
import exercises from './plugins/exercises';
import help from './plugins/help';
import inspector from './plugins/inspector';
import lessons from './plugins/lessons';
import play from './plugins/play';
import reading from './plugins/reading';
import renderer from './plugins/renderer';
import tracebacks from './plugins/tracebacks';
import views from './plugins/views';

export default [
  views,
  renderer,
  tracebacks,
  lessons,
  play,
  exercises,
  authoring,
  inspector,
  help,
  reading
];
