// What drawing needs, in one piece that is fetched when the first output is drawn.
export { decodeBundle, encode } from '../../trace';
export { createView } from '../../widgets/createView';
