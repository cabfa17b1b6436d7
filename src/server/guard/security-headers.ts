/**
 * Pages that may show the app in a frame without Jupyter's proxy: notebooks on this machine, VS Code's web views
 * and Colab's outputs. Behind the proxy the app has Jupyter's own origin, `'self'`.
 */
const FRAME_ANCESTORS = [
  "'self'",
  'http://localhost:*',
  'http://127.0.0.1:*',
  'vscode-webview:',
  'https://*.vscode-cdn.net',
  'https://colab.research.google.com',
  'https://*.googleusercontent.com'
];

/**
 * The proxied page shares Jupyter's origin, so a script that does not come from our bundle must never run.
 * Inline styles stay allowed: React Aria adds a style element while it works.
 */
function policy(allowedHosts: readonly string[]): string {
  const ancestors = [
    ...FRAME_ANCESTORS,
    ...allowedHosts.flatMap(host => [`https://${host}`, `http://${host}`])
  ];
  return [
    "default-src 'self'",
    "script-src 'self'",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors.join(' ')}`
  ].join('; ');
}

/** Headers of every answer; a route that sets one of them itself keeps its own. */
export function securityHeaders(allowedHosts: readonly string[]): ReadonlyMap<string, string> {
  return new Map([
    ['Content-Security-Policy', policy(allowedHosts)],
    ['X-Content-Type-Options', 'nosniff'],
    // The first address of a page carries its ticket.
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['X-Colab-Notebook-Cache-Control', 'no-cache'],
    ['Cache-Control', 'no-store']
  ]);
}
