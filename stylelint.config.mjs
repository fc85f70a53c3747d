export default {
  extends: ['stylelint-config-standard'],
  rules: {
    // Parts of one component are kept together; the order by specificity would scatter them.
    'no-descending-specificity': null,
    'selector-class-pattern': [
      '^(jp-|lm-|Toastify__)[A-Za-z0-9-]+$|^cm-[a-z-]+$',
      { message: 'Classes start with jp-gatescope- (or name one of the lab).' }
    ]
  },
  overrides: [
    {
      // The playground is a page of its own: nothing else has classes there.
      files: ['style/play*.css'],
      rules: { 'selector-class-pattern': '^play(-[a-z-]+)?$' }
    },
    {
      // So are notebooks as pages, with what nbconvert and Pygments write into them, and the door.
      files: ['style/read-{top,page,map,run}.css'],
      rules: {
        'selector-class-pattern':
          '^read(-[a-z-]+)?$|^(jp-|lm-)[A-Za-z0-9-]+$|^(highlight|anchor-link|[a-z]{1,2}[0-9]?)$'
      }
    },
    {
      files: ['style/door.css'],
      rules: { 'selector-class-pattern': '^door(-[a-z-]+)?$' }
    }
  ]
};
