// Serves the built app as a good host would: the headers of headers.mjs, and 404 for what is not there.
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { headersFor } from './headers.mjs'
import { root } from './processes.mjs'

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/**
 * The file a request asks for, or null. A path never leads out of the folder.
 * @param {string} folder
 * @param {string} base the address that stands for the folder, from slash to slash
 * @param {string} url
 */
function fileFor(folder, base, url) {
  try {
    const address = decodeURIComponent(new URL(url, 'http://localhost').pathname)
    if (!address.startsWith(base)) return null
    const path = address.slice(base.length)
    if (path.includes('\0') || path.split(/[\\/]/).includes('..')) return null
    const file = join(folder, path.endsWith('/') || path === '' ? `${path}index.html` : path)
    const stat = statSync(file)
    return stat.isFile() ? { file, path, size: stat.size } : null
  } catch {
    return null
  }
}

/**
 * @param {string} folder
 * @param {string} base
 * @returns {import('node:http').RequestListener}
 */
const answer = (folder, base) => (request, response) => {
  const found = fileFor(folder, base, request.url ?? '/')
  if (found === null) {
    response
      .writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
      .end('Not found\n')
    return
  }
  const type = types[extname(found.file) || '.html'] ?? 'application/octet-stream'
  response.writeHead(200, { ...headersFor(found.path), 'Content-Type': type, 'Content-Length': found.size })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(found.file)
      .on('error', () => response.destroy())
      .pipe(response)
}

/**
 * @param {import('node:http').RequestListener} listener
 * @param {string} host
 * @param {number} port
 * @returns {Promise<import('node:http').Server>}
 */
const listen = (listener, host, port) =>
  new Promise((resolve, reject) => {
    const server = createServer(listener)
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })

/**
 * Serves a folder.
 * @param {{ folder?: string, base?: string, port?: number, host?: string, tries?: number }} [options] `base`: where it is served, from slash
 *   to slash; `port` 0 takes any free one; where the port is taken, the next ones are tried
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serve({
  folder = join(root, 'dist'),
  base = '/',
  port = 0,
  host = 'localhost',
  tries = 20,
} = {}) {
  const answering = answer(folder, base)
  const [first = '127.0.0.1', second] = host === 'localhost' ? ['127.0.0.1', '::1'] : [host]
  for (let attempt = 0; ; attempt++) {
    /** @type {import('node:http').Server[]} */
    const servers = []
    const close = () => {
      for (const server of servers) {
        server.close()
        server.closeAllConnections()
      }
    }
    try {
      servers.push(await listen(answering, first, port === 0 ? 0 : port + attempt))
      const address = servers[0]?.address()
      const taken = typeof address === 'object' && address !== null ? address.port : port
      // A browser may take `localhost` for either address: another program on the second one would answer in our place.
      if (second !== undefined) servers.push(...(await listenIfThere(answering, second, taken)))
      return { url: new URL(base, `http://${host}:${taken}`).href, close }
    } catch (error) {
      close()
      if (!isCode(error, 'EADDRINUSE', 'EACCES') || attempt + 1 >= tries) throw error
    }
  }
}

/**
 * @param {import('node:http').RequestListener} listener
 * @param {string} host
 * @param {number} port
 */
async function listenIfThere(listener, host, port) {
  try {
    return [await listen(listener, host, port)]
  } catch (error) {
    if (isCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) return []
    throw error
  }
}

/**
 * @param {unknown} error
 * @param {string[]} codes
 */
const isCode = (error, ...codes) => error instanceof Error && 'code' in error && codes.includes(String(error.code))

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { url } = await serve({ port: Number(process.env['PORT'] ?? 4747) })
  console.log(url)
}
