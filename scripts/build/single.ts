import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { singleFilePolicy } from '../headers.mjs'
import { bundle } from './bundle.ts'

/** The one file that the build for opening from a disk consists of. */
const fileName = 'gradwalk.html'
const worker = /\.worker\.ts\?worker&url$/
const held = '\0held:'

/** Text that may stand in a script element: nothing in it ends the element or starts a comment. In a script this is the same text, because both occur in strings only. */
const forScript = (code: string): string => code.replaceAll(/<(?=\/script|!--)/gi, '\\x3C')
const forStyle = (css: string): string => css.replaceAll(/<(?=\/style)/gi, '\\3C ')

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Writes the whole app into one page that opens from a disk: scripts, styles, fonts, icon, and the workers as text. */
export const single = (): Plugin => ({
  name: 'gradwalk:single',
  enforce: 'pre',
  apply: (_, { command, mode }) => command === 'build' && mode === 'single',
  config: ({ build }) => ({
    build: {
      outDir: build?.outDir ?? 'dist-single',
      copyPublicDir: false,
      manifest: false,
      cssCodeSplit: false,
      assetsInlineLimit: () => true,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  }),
  async resolveId(source, importer) {
    if (!worker.test(source)) return null
    const file = await this.resolve(source.replace(/\?.*$/, ''), importer)
    return file === null ? null : held + file.id
  },
  async load(id) {
    if (!id.startsWith(held)) return null
    const file = id.slice(held.length)
    this.addWatchFile(file)
    const script = JSON.stringify(await bundle(file))
    return `export default URL.createObjectURL(new Blob([${script}], { type: 'text/javascript' }))`
  },
  generateBundle: {
    order: 'post',
    handler(_, output) {
      const scripts: string[] = []
      const styles: string[] = []
      let page = ''
      for (const [name, file] of Object.entries(output)) {
        if (file.type === 'chunk') scripts.push(forScript(file.code))
        else if (name.endsWith('.css')) styles.push(forStyle(String(file.source)))
        else if (name === 'index.html') page = String(file.source)
        delete output[name]
      }
      const [script = '', ...otherScripts] = scripts
      const [style = '', ...otherStyles] = styles
      if (otherScripts.length > 0 || otherStyles.length > 0) this.error('more than one script or style sheet is left')
      const icon = readFileSync(new URL('../../public/favicon.svg', import.meta.url)).toString('base64')
      const policy = singleFilePolicy(hash(script), hash(style))
      const replaced = (part: RegExp, text: string): void => {
        if (!part.test(page)) this.error(`the page has no ${part}`)
        page = page.replace(part, () => text)
      }
      replaced(/\s*<link rel="(?:manifest|apple-touch-icon)"[^>]*>/, '')
      replaced(/\s*<link rel="(?:manifest|apple-touch-icon)"[^>]*>/, '')
      replaced(/(?<=<link rel="icon"[^>]* href=")[^"]*/, `data:image/svg+xml;base64,${icon}`)
      replaced(/<link rel="stylesheet"[^>]*>/, `<style>${style}</style>`)
      replaced(/<script type="module"[^>]*><\/script>/, `<script type="module">${script}</script>`)
      replaced(
        /(?<=<meta charset="utf-8" \/>)/,
        `\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
      )
      this.emitFile({ type: 'asset', fileName, source: page })
    },
  },
})
