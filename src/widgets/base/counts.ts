export {
  stepsWords,
  unitsEachWords,
  unitsWords
} from '../../scene/words/counts';
