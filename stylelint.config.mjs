export default {
  extends: ['stylelint-config-standard'],
  rules: {
    // Parts of one component are kept together; the order by specificity would scatter them.
    'no-descending-specificity': null,
    'selector-class-pattern': [
      '^(jp-|lm-|Toastify__)[A-Za-z0-9-]+$|^cm-[a-z-]+$',
      { message: 'Classes start with jp-gatescope- (or name one of the lab).' }
    ]
  }
};
