import type { Diagnostic as Mark } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { Diagnostic } from '../../lang/run.ts'
import { diagnosticRange } from './diagnosticRange.ts'

/** A diagnostic as the editor marks it: at most one mark, with Python's sentence, what to do, and a button where shapes do not fit. */
export function diagnosticMark(diagnostic: Diagnostic | null, text: Text, onShapes: () => void): Mark[] {
  if (diagnostic === null) return []
  const range = diagnosticRange(diagnostic, text)
  if (range === null) return []
  const message = `${diagnostic.type}: ${diagnostic.message}`
  const renderMessage = (): Node => {
    const words = document.createElement('div')
    words.append(paragraph('message', message), paragraph('hint', diagnostic.hint))
    return words
  }
  const actions = diagnostic.misfit === undefined ? [] : [{ name: 'Show shapes', apply: onShapes }]
  return [{ ...range, actions, severity: 'error', message: `${message}\n${diagnostic.hint}`, renderMessage }]
}

function paragraph(name: string, text: string): HTMLElement {
  const element = document.createElement('p')
  element.className = name
  element.textContent = text
  return element
}
