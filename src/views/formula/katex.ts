import katex from 'katex'
import 'katex/dist/katex.min.css'

const keys = new Set(['data-node', 'data-read', 'data-of', 'data-at', 'data-slot', 'data-state'])

/** The only command that is trusted is `\htmlData` with our own keys; everything else is refused. */
const trust = (context: { command: string; attributes?: Record<string, string> }): boolean =>
  context.command === '\\htmlData' && Object.keys(context.attributes ?? {}).every((key) => keys.has(key))

/** Typesets TeX into an element. On any failure the source is shown as code, so that a panel never stays empty. */
export function renderFormula(tex: string, into: HTMLElement): void {
  try {
    katex.render(tex, into, {
      throwOnError: true,
      strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
      trust,
      maxExpand: 200,
      maxSize: 20,
    })
  } catch {
    const code = document.createElement('code')
    code.textContent = tex
    into.replaceChildren(code)
  }
}
