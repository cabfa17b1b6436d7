import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Which room may import which: the arrows of the architecture. Every room may import itself. */
export const ROOMS = {
  contract: [],
  filter: ['contract'],
  analysis: [],
  otlp: ['contract'],
  arrow: ['contract', 'analysis'],
  inferences: ['contract', 'analysis', 'arrow'],
  traces: ['contract', 'filter', 'arrow'],
  testing: ['contract', 'filter', 'analysis', 'arrow', 'inferences', 'traces'],
  server: ['contract', 'analysis', 'otlp', 'arrow', 'inferences', 'traces', 'testing'],
  client: ['contract', 'server'],
  kernel: ['contract', 'arrow', 'inferences', 'client'],
  ui: ['contract', 'filter', 'client'],
  lab: ['contract', 'client'],
  bench: ['contract', 'analysis', 'arrow', 'inferences', 'otlp', 'traces', 'server', 'testing']
};

/** Rooms from which only types may be taken, so that no line of them lands in the importer's bundle. */
const TYPES_ONLY = { client: ['server'] };

const outside = rooms => `^(?:\\.\\./)+(?:${rooms.join('|')})/`;

export const boundaries = Object.entries(ROOMS).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.{ts,tsx}'],
  rules: {
    'no-restricted-imports': 'off',
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: outside(
              Object.keys(ROOMS).filter(other => other !== room && !allowed.includes(other))
            ),
            message: `'${room}' may import only: ${allowed.join(', ') || 'nothing'}.`
          },
          ...(TYPES_ONLY[room] ?? []).map(other => ({
            regex: outside([other]),
            allowTypeImports: true,
            message: `'${room}' may take only types from '${other}'.`
          }))
        ]
      }
    ]
  }
}));

export default tseslint.config(
  {
    ignores: [
      'lib/**',
      'dist/**',
      '.venv/**',
      'node_modules/**',
      'jupyterlab_phoenix/**',
      'src/**/assembly/**',
      'style/**',
      '**/*.wasm.ts',
      'ui-tests/test-results/**',
      'ui-tests/*/test-results/**',
      'ui-tests/playwright-report/**'
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.mjs', '*.ts', 'src/*/*.mjs'] } }
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-empty': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      eqeqeq: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }]
    }
  },
  ...jupyter.configs.recommended
    .filter(({ files }) => !files?.some(pattern => pattern.includes('schema')))
    .map(config => ({
      ...config,
      files: ['src/lab/**/*.{ts,tsx}'],
      plugins: { ...config.plugins, jupyter }
    })),
  {
    files: ['src/lab/index.ts', '**/*.config.{ts,mjs}', 'ui-tests/**'],
    rules: { 'no-restricted-exports': 'off' }
  },
  { files: ['**/*.mjs', '**/*.config.ts', 'ui-tests/**'], ...tseslint.configs.disableTypeChecked },
  ...boundaries
);
