export { isPadding, lastRealStep } from '../../trace';
