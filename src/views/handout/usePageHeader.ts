import { useEffect } from 'react'

/** Names the document, which names the file that it is printed to, and puts both names at the head of every printed page. */
export function usePageHeader(left: string, right: string): void {
  useEffect(() => {
    document.title = `${left} – ${right}`
    // the margins of a page take no text of the document
    const sheet = new CSSStyleSheet()
    const named = (place: string, text: string): string => `@${place} { content: ${JSON.stringify(text)} }`
    sheet.replaceSync(`@page { ${named('top-left', left)} ${named('top-right', right)} }`)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
    }
  }, [left, right])
}
