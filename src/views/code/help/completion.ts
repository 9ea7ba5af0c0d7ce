import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeCompletion,
  moveCompletionSelection,
  selectedCompletion,
  startCompletion,
} from '@codemirror/autocomplete'
import { type Extension, Prec } from '@codemirror/state'
import { type EditorView, keymap } from '@codemirror/view'
import { type Suggestion, suggestionsAt } from '../../../scene/help/suggest.ts'
import { documentationCard } from './card.ts'
import { programIn, type Tensors } from './programIn.ts'

/** How many letters of a name are typed before names are suggested unasked; behind a dot none. */
const fewest = 2

/** The names of the program stand before all others. */
const ownFirst = 1

function optionOf({ name, kind, detail, entry }: Suggestion): Completion {
  return {
    label: name,
    detail: detail ?? kind,
    boost: entry === null ? ownFirst : 0,
    ...(entry !== null && { info: () => documentationCard(entry.signature, entry) }),
  }
}

const source =
  (tensors: () => Tensors) =>
  ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    if (state.readOnly) return null
    const found = suggestionsAt(programIn(state, tensors()), pos)
    if (found === null) return null
    const behindDot = /\.\s*$/.test(state.sliceDoc(Math.max(0, found.from - 8), found.from))
    if (!explicit && !behindDot && pos - found.from < fewest) return null
    return { from: found.from, options: found.names.map(optionOf), validFor: /^\w*$/ }
  }

/** Whether the chosen name is written out already: then Enter ends the line. */
function isWritten({ state }: EditorView): boolean {
  const label = selectedCompletion(state)?.label
  const { head } = state.selection.main
  return label !== undefined && state.sliceDoc(head - label.length, head) === label
}

const enter = (view: EditorView): boolean => {
  if (!isWritten(view)) return acceptCompletion(view)
  closeCompletion(view)
  return false
}

/** Suggests names while someone writes: Tab or Enter takes one, Escape closes, Ctrl-Space asks. */
export const completion = (tensors: () => Tensors): Extension => [
  autocompletion({ override: [source(tensors)], icons: false, defaultKeymap: false, maxRenderedOptions: 60 }),
  Prec.highest(
    keymap.of([
      { key: 'Ctrl-Space', run: startCompletion },
      { key: 'Escape', run: closeCompletion },
      { key: 'ArrowDown', run: moveCompletionSelection(true) },
      { key: 'ArrowUp', run: moveCompletionSelection(false) },
      { key: 'PageDown', run: moveCompletionSelection(true, 'page') },
      { key: 'PageUp', run: moveCompletionSelection(false, 'page') },
      { key: 'Enter', run: enter },
      { key: 'Tab', run: acceptCompletion },
    ]),
  ),
]
