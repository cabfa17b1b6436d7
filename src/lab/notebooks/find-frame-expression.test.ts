import { expect, test } from 'vitest';
import { findFrameExpression } from './find-frame-expression.ts';

test.each([
  ['df', 'df'],
  ['import pandas as pd\ndf = pd.read_csv("a.csv")\ndf.head()', 'df'],
  ['df.head(20)  # a look', 'df'],
  ['frames["train"].sample(5)', 'frames["train"]'],
  ['self.data.frame', 'self.data.frame'],
  ['tables[0]', 'tables[0]'],
  ['x = 1; df', 'df'],
  ['(df)', 'df'],
  ['display(df.tail())', 'df'],
  ['%time\n!ls\ndf', 'df'],
  ['df\n\n# the end', 'df'],
  ['load()', undefined],
  ['df.groupby("a").sum()', undefined],
  ['df[df.score < 0.2]', undefined],
  ['df = load()', undefined],
  ['df.head();', undefined],
  ['display(df, other)', undefined],
  ['for name in names:\n    display(name)', undefined],
  ['%%sql\nselect * from t', undefined],
  ['', undefined],
  ['df[', undefined]
])('findFrameExpression(%j) is %j', (source, expression) => {
  expect(findFrameExpression(source)).toBe(expression);
});
