import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
  startCompletion,
} from '@codemirror/autocomplete'
import { type Extension, Prec } from '@codemirror/state'
import { type EditorView, keymap, type Rect } from '@codemirror/view'
import { type Suggestion, suggestionsAt } from '../../../scene/help/suggest.ts'
import { documentationCard } from './card.ts'
import { programIn, type Tensors } from './programIn.ts'

/** How many letters of a name are typed before names are suggested unasked; behind a dot none. */
const fewest = 2

/** The names of the program stand before all others; what changes its tensor, other names of the same and PyTorch's own behind them. */
function rankOf({ name, entry }: Suggestion): number {
  if (entry === null) return 1
  return /^_|_$/.test(name) || entry.says.startsWith('Another name') ? -1 : 0
}

function optionOf(suggestion: Suggestion): Completion {
  const { name, kind, detail, entry } = suggestion
  return {
    label: name,
    detail: detail ?? kind,
    boost: rankOf(suggestion),
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
    const isWhole = (word: string): boolean => found.names.some(({ name }) => name === word)
    if (!explicit && ((!behindDot && pos - found.from < fewest) || isWhole(state.sliceDoc(found.from, pos))))
      return null
    // a name that is written out has no need of the list, and is looked for anew
    const validFor = (word: string): boolean => /^\w*$/.test(word) && (explicit || !isWhole(word))
    return { from: found.from, options: found.names.map(optionOf), validFor }
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

/** Closes the list; what is still being looked for is given up, and the key goes on. */
const leave = (view: EditorView): boolean => {
  const open = completionStatus(view.state) === 'active'
  closeCompletion(view)
  return open
}

/** Pixels between what is told and the edge of the window. */
const edge = 6

/** Beside the list where there is room, else below or above all of it. */
function place(_: EditorView, list: Rect, option: Rect, info: Rect, space: Rect): { style: string } {
  const [width, height] = [info.right - info.left, info.bottom - info.top]
  const down = Math.max(space.top, Math.min(option.top, space.bottom - height)) - list.top
  if (width <= space.right - list.right) return { style: `left: 100%; top: ${down}px` }
  if (width <= list.left - space.left) return { style: `right: 100%; top: ${down}px` }
  const across = `left: ${Math.min(0, space.right - edge - width - list.left)}px`
  return { style: `${across}; ${list.bottom + height <= space.bottom ? 'top' : 'bottom'}: 100%` }
}

/** Suggests names while someone writes: Tab or Enter takes one, Escape closes, Ctrl-Space asks. */
export const completion = (tensors: () => Tensors): Extension => [
  autocompletion({
    override: [source(tensors)],
    icons: false,
    defaultKeymap: false,
    positionInfo: place,
    maxRenderedOptions: 60,
  }),
  Prec.highest(
    keymap.of([
      { key: 'Ctrl-Space', run: startCompletion },
      { key: 'Escape', run: leave },
      { key: 'ArrowDown', run: moveCompletionSelection(true) },
      { key: 'ArrowUp', run: moveCompletionSelection(false) },
      { key: 'PageDown', run: moveCompletionSelection(true, 'page') },
      { key: 'PageUp', run: moveCompletionSelection(false, 'page') },
      { key: 'Enter', run: enter },
      { key: 'Tab', run: acceptCompletion },
    ]),
  ),
]
