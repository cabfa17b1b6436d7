import type { Context } from 'hono';

interface Words {
  title: string;
  what: string;
  inNotebook: string;
  elsewhere: string;
}

const WORDS: Record<'missing' | 'used', Record<'en' | 'de', Words>> = {
  missing: {
    en: {
      title: 'This is a Phoenix session, and it is private',
      what: 'The address alone does not open it.',
      inNotebook: 'In a notebook, run this to see it in the cell:',
      elsewhere: 'For a tab of the browser, open the link that this gives; each works once:'
    },
    de: {
      title: 'Dies ist eine Sitzung von Phoenix, und sie ist privat',
      what: 'Die Adresse allein öffnet sie nicht.',
      inNotebook: 'In einem Notebook zeigt sie dies in der Zelle:',
      elsewhere: 'Für einen Tab des Browsers gibt dies einen Link; jeder gilt einmal:'
    }
  },
  used: {
    en: {
      title: 'This address was already used or is too old',
      what: 'Each address works once, for five minutes.',
      inNotebook: 'In a notebook, run this to see the session in the cell:',
      elsewhere: 'For a new address:'
    },
    de: {
      title: 'Diese Adresse wurde schon benutzt oder ist zu alt',
      what: 'Jede Adresse gilt einmal, fünf Minuten lang.',
      inNotebook: 'In einem Notebook zeigt dies die Sitzung in der Zelle:',
      elsewhere: 'Eine neue Adresse gibt:'
    }
  }
};

/** Whether somebody looks at the answer, and not a program. */
export function isForPeople(c: Context): boolean {
  return c.req.method === 'GET' && (c.req.header('Accept') ?? '').includes('text/html');
}

/** What a browser shows instead of the app: why, and what to type. */
export function doorPage(c: Context, why: keyof typeof WORDS): string {
  const language = /^\s*de\b/i.test(c.req.header('Accept-Language') ?? '') ? 'de' : 'en';
  const { title, what, inNotebook, elsewhere } = WORDS[why][language];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Phoenix</title>
<style>
  body { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; font: 15px/1.6 system-ui, sans-serif; }
  h1 { font-size: 1.3rem; line-height: 1.3; }
  code { display: block; padding: .5rem .75rem; border: 1px solid #8886; border-radius: 4px; font-size: 14px; user-select: all; }
</style>
<main>
<h1>${title}</h1>
<p>${what}</p>
<p>${inNotebook}<code>session.view()</code></p>
<p>${elsewhere}<code>session.url</code></p>
</main>
</html>
`;
}
