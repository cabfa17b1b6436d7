import { expect, test } from '@playwright/test';

/**
 * Lets each test of this file fail when its page reported an error, a refusal of its content security policy among
 * them; `forgive` drops those that a test brought about.
 */
export function watchErrors(): { forgive: (part: string) => void } {
  const errors: string[] = [];
  test.beforeEach(({ page }) => {
    errors.length = 0;
    page.on('pageerror', error => errors.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(message.text());
      }
    });
  });
  test.afterEach(() => {
    expect(errors, 'errors of the page').toEqual([]);
  });
  return {
    forgive: part => {
      const others = errors.filter(error => !error.includes(part));
      errors.splice(0, errors.length, ...others);
    }
  };
}
