/** A line of code that went wrong, and what the compiler or the engine said of it. */
export interface WrongLine {
  readonly line: string;
  readonly message: string;
}

type Slip = readonly [
  line: RegExp,
  message: RegExp,
  says: (line: RegExpMatchArray, message: RegExpMatchArray) => string
];

const any = /(?:)/;
const noName = /Cannot find name|is not defined/;
/** What a compiler says of names in a step's result, the names last. */
const lacks =
  /missing the following properties from type '.*Record<.*, Tensor>>': (.+?)\.?$|Property '(\w+)' is missing in type '\{.*but required in type '.*Record<.*, Tensor>>'/m;
const functionOf: Readonly<Record<string, string>> = {
  '*': 'mul',
  '+': 'add',
  '-': 'sub',
  '/': 'div'
};

/**
 * What hands do that know Python, or a formula: each with the sentence that mends it. Both patterns
 * must hold, so that a right line with a fault elsewhere is not blamed.
 */
const slips: readonly Slip[] = [
  [
    /(\w+)\s*@\s*(\w+)/,
    any,
    ([, a, b]) => `A product of matrices is matmul(${a}, ${b}).`
  ],
  [
    /\.(?:map|flatMap|forEach)\(\s*\(?(\w+)[^=]*=>.*\b\1\s*[*+\-/]/,
    /arithmetic operation must be/,
    ([, list]) =>
      `${list} is a list, and sums are made of numbers: go through it with a map of its own.`
  ],
  [
    /(\w+(?:\([^()]*\))?)\s*([*+\-/])\s*(\w+)/,
    /arithmetic operation must be|Operator '[*+\-/]' cannot be applied/,
    ([, a, operator, b]) =>
      `These are tensors: write ${functionOf[operator]}(${a}, ${b}).`
  ],
  [
    /matmul\(\s*([WU]\w*)\s*,\s*(\w+)\s*\)/,
    /matmul|shape/i,
    ([, weight, state]) =>
      `Swap them: matmul(${state}, ${weight}). A state is a row, with the matrix on its right.`
  ],
  [
    /matmul\(\s*(x)\s*,\s*(U\w*)\s*\)|matmul\(\s*(h)\s*,\s*(W\w*)\s*\)/,
    /shapes .* do not fit/,
    ([, x, U, h, W]) =>
      `${x ?? h} does not go through ${U ?? W}: W is for the input, U for the state.`
  ],
  [
    /\bMath\.(tanh|exp)\(/,
    /'Tensor' is not assignable to parameter of type 'number'/,
    ([, name]) =>
      `Math.${name} is for one number. For a tensor it is ${name}(…).`
  ],
  [
    /(?<![.\w])(tanh|exp|log|sqrt|abs)\(/,
    /'Tensor' is not assignable to type 'number'|'number' is not assignable to parameter of type '.*Tensor/,
    ([, name]) =>
      `${name} makes a tensor. For one number it is Math.${name}(…).`
  ],
  [
    /\b(?:const|let)\s+(\w+)\s*=.*\b\1\b/,
    /used before its declaration/,
    ([, name]) =>
      `This makes a second ${name}, which is not there yet on its right side. To change the ${name} from outside the loop, write ${name} = …`
  ],
  [
    /\.run\b/,
    /'run' does not exist on type 'StepOnly'/,
    () =>
      'This cell takes one step at a time and cannot run a whole sequence: on live data the next number is not there yet.'
  ],
  [
    /\.step\(/,
    /'\{ h: Tensor;? \}'/,
    () => 'step returns an object; the new state is its h.'
  ],
  [
    any,
    /Property 'h' is missing in type 'Tensor'/,
    () =>
      'This gives the tensor alone. A step returns an object with the new state: return { h: … }.'
  ],
  [
    any,
    lacks,
    (_, [, several, one]) =>
      `A step returns its new state and every gate. What it returns here lacks ${several ?? one}.`
  ],
  [
    any,
    /'\w+' does not exist in type '\w+\[\]'/,
    () => 'A list is needed here, even of one: put [ and ] around the { … }.'
  ],
  [
    any,
    /'\w+' does not exist in type 'ClampRequest'\.(?! Did)/,
    () =>
      "A clamp names its channel and its value: { channel: 'f', units: [2], steps: [21, 22], value: 1 }."
  ],
  [
    any,
    /Type 'Tensor' is missing the following properties from type '(?:readonly )?number\[\]'/,
    () =>
      'This is a tensor where an array of numbers is needed: write .toArray() after it.'
  ],
  [/\.append\(/, /append/, () => 'A list grows by push: list.push(value).'],
  [
    /\blen\(([^()]+)\)/,
    noName,
    ([, list]) => `The number of entries is ${list.trim()}.length.`
  ],
  [/\brange\(/, noName, () => 'Counting is for (let t = 0; t < n; t++) here.'],
  [
    /\bfor\s+\w+\s+in\b|\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b/,
    any,
    () => 'A loop over a list is for (const x of list): of, not in.'
  ],
  [
    /\bnp\.|\bnumpy\b/,
    noName,
    () =>
      'There is no numpy here: Math.tanh is for a number, tanh for a tensor.'
  ],
  [
    /\bmath\.(\w+)/,
    noName,
    ([, name]) => `It is written with a capital letter: Math.${name}.`
  ],
  [
    /\b(None|True|False)\b/,
    noName,
    ([, word]) =>
      `${word} is written ${word === 'None' ? 'null' : word.toLowerCase()}.`
  ],
  [/\bprint\(/, noName, () => 'Printing is console.log(…).'],
  [
    /^\s*def\s+(\w+)/,
    any,
    ([, name]) => `A function begins with function ${name}(…) {.`
  ],
  [/^\s*elif\b/, any, () => 'It is else if (…) {.'],
  [/\blambda\b/, any, () => 'A short function is x => …'],
  [/^\s*#/, any, () => 'A comment begins with //.'],
  [
    /\b(and|or|not)\b/,
    /expected|Cannot find name/,
    ([, word]) =>
      `${word} is written ${word === 'and' ? '&&' : word === 'or' ? '||' : '!'}.`
  ],
  [/\bself\./, noName, () => 'There is no self here: name the variable alone.'],
  [
    /(\w+)\.T\b/,
    /'T'/,
    ([, name]) => `Rows and columns change places by ${name}.transpose().`
  ],
  [
    // Not at the head of a function: there the compiler says so of the whole of it.
    /^(?!.*=>)/,
    /'number' is not assignable to (?:type|parameter of type) '(?:readonly )?Tensor/,
    () => 'This is a number where a tensor is needed: begin with zeros([…]).'
  ],
  [
    /(\w+)\((?:'[^']*'|"[^"]*"|[^()'"])*?\b(\w+)\([^()]*\)/,
    /Argument of type 'void' is not assignable/,
    ([, outer, inner]) =>
      `${inner}(…) gives nothing that ${outer}(…) could take. If it is yours: does it end with return?`
  ],
  [
    any,
    /Type 'void' is not assignable|must return a value|not assignable to type .*undefined/,
    () => 'The function returns nothing on some way: does it end with return?'
  ]
];

/** A line that a hand has typed is shorter. The patterns take time that grows with the square of it and more. */
const LONGEST = 400;

/** One sentence for a slip that is often made; null where none is seen, and for a line that holds data. */
export function slipIn({ line, message }: WrongLine): string | null {
  if (line.length > LONGEST) {
    return null;
  }
  for (const [inLine, inMessage, says] of slips) {
    const match = inLine.exec(line.replace(/\/\/.*$/, ''));
    const told = inMessage.exec(message);
    if (match !== null && told !== null) {
      return says(match, told);
    }
  }
  return null;
}
