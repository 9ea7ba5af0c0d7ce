import katex from 'katex'
import 'katex/dist/katex.min.css'

const keys = new Set(['data-node', 'data-read', 'data-of', 'data-at', 'data-slot', 'data-state', 'data-as'])

/** The only command that is trusted is `\htmlData` with our own keys; everything else is refused. */
const trust = (context: { command: string; attributes?: Record<string, string> }): boolean =>
  context.command === '\\htmlData' && Object.keys(context.attributes ?? {}).every((key) => keys.has(key))

/** What KaTeX may pass over: our own marks, and letters of any script in a program's names. */
const lenient = new Set(['htmlExtension', 'unknownSymbol', 'unicodeTextInMathMode'])

/** What has been typeset lately; a formula is made once and then copied. */
const made = new Map<string, DocumentFragment>()
/** Copies that wait to be shown. */
const spare = new Map<string, Node>()
const mostKept = 400
const mostSpare = 40

function typesetOnce(tex: string): DocumentFragment {
  const known = made.get(tex)
  if (known !== undefined) return known
  const fragment = document.createDocumentFragment()
  const into = document.createElement('span')
  katex.render(tex, into, {
    throwOnError: true,
    strict: (code: string) => (lenient.has(code) ? 'ignore' : 'error'),
    trust,
    maxExpand: 200,
    maxSize: 20,
  })
  fragment.append(...into.childNodes)
  made.set(tex, fragment)
  if (made.size > mostKept) made.delete(made.keys().next().value ?? tex)
  if (spare.size > mostSpare) spare.clear()
  return fragment
}

/** Typesets TeX into an element. On any failure the formula stands there in plain text, so that a panel never stays empty. */
export function renderFormula(tex: string, plain: string, into: HTMLElement): void {
  try {
    into.replaceChildren(spare.get(tex) ?? typesetOnce(tex).cloneNode(true))
    spare.delete(tex)
  } catch {
    const code = document.createElement('code')
    code.textContent = plain
    into.replaceChildren(code)
  }
}

/** Typesets TeX for later, so that a formula that is soon asked for is only copied. */
export function prepareFormula(tex: string): void {
  try {
    if (!spare.has(tex)) spare.set(tex, typesetOnce(tex).cloneNode(true))
  } catch {
    // said in plain text when it is asked for
  }
}
