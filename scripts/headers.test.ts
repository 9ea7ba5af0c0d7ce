import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { documentHeaders, headersFor, hostFiles, nginx, serviceWorker, singleFilePolicy } from './headers.mjs'

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))
const named = [...readdirSync(path('public')), serviceWorker]
const files = hostFiles(named)

test('every host is told the headers that the tests are served with', () => {
  const blocks = (files['_headers'] ?? '').trim().split('\n\n')
  const rules = new Map(blocks.map((block) => [block.split('\n', 1)[0], block.split('\n').slice(1)]))
  const vercel: { headers: { source: string; headers: { key: string; value: string }[] }[] } = JSON.parse(
    files['vercel.json'] ?? '',
  )
  for (const [rule, file] of [
    ['/', ''],
    ['/index.html', 'index.html'],
    ['/assets/*', 'assets/index-abc.js'],
    ...named.map((name) => [`/${name}`, name]),
  ] as const) {
    const headers = Object.entries(headersFor(file))
    expect(rules.get(rule), rule).toEqual(headers.map(([name, value]) => `  ${name}: ${value}`))
    expect(vercel.headers.find(({ source }) => source === rule.replace('*', '(.*)'))?.headers, rule).toEqual(
      headers.map(([key, value]) => ({ key, value })),
    )
    for (const [name, value] of headers) {
      expect(files['.htaccess']).toContain(`Header set ${name} "${value}"`)
      expect(nginx('/')).toContain(`add_header ${name} "${value}";`)
    }
  }
})

test('the worker that answers for the page has a policy of its own, is never stale, and may be read from anywhere', () => {
  expect(headersFor(serviceWorker)).toMatchObject({
    'Content-Security-Policy': expect.stringContaining("default-src 'none'; script-src 'self'; connect-src 'self'"),
    'Cache-Control': 'no-cache',
    'Access-Control-Allow-Origin': '*',
  })
})

test('no policy lets text become code, but for WebAssembly, and the single file asks nothing of a network', () => {
  const policies = [documentHeaders, headersFor('assets/a.js'), headersFor(serviceWorker)].map(
    (headers) => headers['Content-Security-Policy'] ?? '',
  )
  const alone = singleFilePolicy("'sha256-a'", "'sha256-b'")
  for (const policy of [...policies, alone]) expect(policy).toMatch(/^default-src 'none';(?!.*(?<!'wasm-)unsafe)/)
  expect(alone).not.toMatch(/https?:|'self'|connect-src|\*/)
})

test('the guide shows the configuration of nginx as it is', () => {
  expect(readFileSync(path('docs/hosting.md'), 'utf8')).toContain(nginx('/gradwalk/'))
})
