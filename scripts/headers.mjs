// What every host sends with the app, stated once: the server of `npm start` and of the tests sends it, and the build
// writes it down for common hosts.

/** @param {Record<string, string>} directives */
const policy = (directives) =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

const self = "'self'"
const none = "'none'"
/** A training loop that repeats becomes WebAssembly in the worker (and in the page where workers are forbidden); text never becomes code. */
const scripts = `${self} 'wasm-unsafe-eval'`

/** The service worker's file. It lies beside the page, because it may answer only for what lies below it. */
export const serviceWorker = 'sw.js'

const everywhere = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }

/** @type {Readonly<Record<string, string>>} */
export const documentHeaders = {
  'Content-Security-Policy': policy({
    'default-src': none,
    'script-src': scripts,
    'style-src': self,
    'img-src': `${self} blob: data:`,
    'font-src': self,
    'connect-src': self,
    'worker-src': self,
    'manifest-src': self,
    'object-src': none,
    'base-uri': none,
    'form-action': none,
    'frame-ancestors': '*',
  }),
  ...everywhere,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
}

/**
 * The policy of the page that is one file, which it brings along: nothing runs but its own script and the workers it makes of itself, and
 * nothing is ever asked of a network.
 * @param {string} script the hash of its script
 * @param {string} style the hash of its style sheet
 */
export const singleFilePolicy = (script, style) =>
  policy({
    'default-src': none,
    'script-src': `${script} blob: 'wasm-unsafe-eval'`,
    'style-src': style,
    'img-src': 'blob: data:',
    'font-src': 'data:',
    'worker-src': 'blob:',
    'base-uri': none,
    'form-action': none,
  })

/** @param {string} script what may run of a file that is no page */
const still = (script) =>
  policy({ 'default-src': none, 'script-src': script, 'connect-src': self, 'frame-ancestors': none })

/**
 * Files with a hash in their name. Their own policy matters to the worker, which a page's policy does not cover; a sandboxed frame
 * has no origin and reads them across origins.
 * @type {Readonly<Record<string, string>>}
 */
export const assetHeaders = {
  'Content-Security-Policy': still(scripts),
  ...everywhere,
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=31536000, immutable',
}

/**
 * Files that keep their name: icon, manifest, service worker.
 * @type {Readonly<Record<string, string>>}
 */
export const namedFileHeaders = { ...assetHeaders, 'Content-Security-Policy': still(self), 'Cache-Control': 'no-cache' }

/**
 * The headers of a file.
 * @param {string} path below the app's folder, without a leading slash
 */
export function headersFor(path) {
  if (path === '' || path.endsWith('/') || path.endsWith('.html')) return documentHeaders
  return path.startsWith('assets/') ? assetHeaders : namedFileHeaders
}

/**
 * Configuration for hosts that read it from the uploaded folder: Netlify and Cloudflare Pages (`_headers`), Apache (`.htaccess`), Vercel.
 * @param {readonly string[]} named the files that keep their name
 * @returns {Record<string, string>} file name to content
 */
export function hostFiles(named) {
  // No two rules overlap: the first two hosts would join their values with a comma.
  const rules = [
    { path: '/', headers: documentHeaders },
    { path: '/index.html', headers: documentHeaders },
    { path: '/assets/*', headers: assetHeaders },
    ...named.map((name) => ({ path: `/${name}`, headers: headersFor(name) })),
  ]
  const block = rules.map(({ path, headers }) =>
    [path, ...Object.entries(headers).map(([k, v]) => `  ${k}: ${v}`)].join('\n'),
  )
  const vercel = rules.map(({ path, headers }) => ({
    source: path.replace('*', '(.*)'),
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
  }))
  /** @param {Readonly<Record<string, string>>} headers */
  const apache = (headers) => Object.entries(headers).map(([name, value]) => `    Header set ${name} "${value}"`)
  const htaccess = [
    'AddType text/javascript .js',
    'AddType font/woff2 .woff2',
    'AddType image/svg+xml .svg',
    'AddType application/manifest+json .webmanifest',
    'ErrorDocument 404 "Not found"',
    '<IfModule mod_headers.c>',
    '  <If "%{REQUEST_URI} =~ m#/assets/[^/]+$#">',
    ...apache(assetHeaders),
    '  </If>',
    '  <ElseIf "%{REQUEST_URI} =~ m#(/|\\.html)$#">',
    ...apache(documentHeaders),
    '  </ElseIf>',
    '  <Else>',
    ...apache(namedFileHeaders),
    '  </Else>',
    '</IfModule>',
  ]
  return {
    // Where GitHub would build a site of its own from what it is given.
    '.nojekyll': '',
    _headers: `${block.join('\n\n')}\n`,
    '.htaccess': `${htaccess.join('\n')}\n`,
    'vercel.json': `${JSON.stringify({ headers: vercel }, null, 2)}\n`,
  }
}

/**
 * The same for nginx, which reads no configuration from the uploaded folder: what `docs/hosting.md` shows.
 * @param {string} base the address of the app's folder, from slash to slash
 */
export function nginx(base) {
  /** @param {string} match @param {Readonly<Record<string, string>>} headers @param {string[]} [more] */
  const location = (match, headers, more = []) => [
    `  location ${match} {`,
    ...[...more, ...Object.entries(headers).map(([name, value]) => `add_header ${name} "${value}";`)].map(
      (line) => `    ${line}`,
    ),
    '  }',
  ]
  return [
    `location ${base} {`,
    ...location('~ /assets/[^/]+$', assetHeaders),
    ...location('~ (/|\\.html)$', documentHeaders),
    ...location('~ [^/]$', namedFileHeaders, ['default_type application/manifest+json;']),
    '}',
    '',
  ].join('\n')
}
