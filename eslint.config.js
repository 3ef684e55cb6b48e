import tseslint from 'typescript-eslint';

/** Of Math, all that ECMAScript lets engines approximate. */
const inexact = [
  ...['log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'pow', 'cbrt', 'hypot'],
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2'],
  ...['sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
];

/** What would make a run depend on anything but its seed. */
const nondeterminism = {
  'no-restricted-globals': [
    'error',
    ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'crypto', 'fetch'].map(
      (name) => ({
        name,
        message: 'Here time, timers and randomness come from the world.',
      }),
    ),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'Draw from a named stream of the world.' },
    { object: 'Date', property: 'now', message: 'Read the clock of the node.' },
    ...inexact.map((property) => ({
      object: 'Math',
      property,
      message: 'Engines may differ in the last digit: use sim/kernel/exact-math.ts.',
    })),
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'Read the clock of the node.',
    },
    {
      selector: ':matches(BinaryExpression[operator="**"], AssignmentExpression[operator="**="])',
      message: 'Use sim/kernel/exact-math.ts.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test/programs/services', 'bench/programs/services'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    // What needs types is in .oxlintrc.json.
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 500 }],
    },
  },
  {
    files: ['sim', 'explore', 'property', 'parts', 'servers', 'programs', 'scenarios'].map(
      (room) => `${room}/**/*.ts`,
    ),
    // Programs of nodes: their timers and clocks are the world's.
    ignores: ['scenarios/real/**/programs/*.ts', 'servers/**/programs/*.ts'],
    rules: nondeterminism,
  },
);
