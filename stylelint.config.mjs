export default {
  extends: ['stylelint-config-standard'],
  rules: {
    'selector-class-pattern': [
      '^(jp|lm)-[A-Za-z0-9-]+$|^cm-[a-z-]+$',
      { message: 'Classes start with jp-gatescope- (or name one of the lab).' }
    ]
  }
};
