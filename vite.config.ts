import { readdirSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { offline } from './scripts/build/offline.ts'
import { single } from './scripts/build/single.ts'
import { hostFiles, serviceWorker } from './scripts/headers.mjs'

/** Keeps of KaTeX's fonts only woff2, which every browser the app runs in can read. */
const onlyWoff2 = (): Plugin => ({
  name: 'gradwalk:only-woff2',
  enforce: 'pre',
  transform: {
    filter: { id: /katex[^/]*\.css$/ },
    handler: (css) => css.replaceAll(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, ''),
  },
})

/** Writes configuration files for common hosts beside the page, so that they send its headers. */
const headersForHosts = (): Plugin => ({
  name: 'gradwalk:headers-for-hosts',
  apply: (_, { command, mode }) => command === 'build' && mode === 'production',
  generateBundle() {
    const files = hostFiles([...readdirSync(new URL('public', import.meta.url)), serviceWorker])
    for (const [fileName, source] of Object.entries(files)) this.emitFile({ type: 'asset', fileName, source })
  },
})

export default defineConfig({
  // Relative addresses: the build runs from any folder of any host.
  base: './',
  plugins: [react(), onlyWoff2(), headersForHosts(), offline(), single()],
  worker: { format: 'es' },
  build: {
    target: 'baseline-widely-available',
    sourcemap: false,
    manifest: true,
    // The polyfill is an inline script, which the policy forbids; every browser of the target preloads modules by itself.
    modulePreload: { polyfill: false },
    // A font inlined as `data:` is blocked by `font-src 'self'`.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
  },
})
