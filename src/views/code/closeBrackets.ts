import { matchBrackets } from '@codemirror/language'
import { EditorSelection, type EditorState, type Extension, Prec, type TransactionSpec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'

const closing: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])
const closers = new Set(closing.values())

/** What typing a bracket does: an opening one brings its partner, a closing one steps over a partner that is there. */
function typed(state: EditorState, text: string): TransactionSpec | null {
  const { from, to, empty } = state.selection.main
  const next = state.sliceDoc(to, to + 1)
  const close = closing.get(text)
  if (close !== undefined) {
    if (empty && next !== '' && !/[\s)\]},:]/.test(next)) return null
    return {
      changes: [
        { from, insert: text },
        { from: to, insert: close },
      ],
      selection: EditorSelection.range(from + 1, to + 1),
    }
  }
  if (!empty || !closers.has(text) || next !== text) return null
  return matchBrackets(state, to + 1, -1)?.matched === true ? { selection: EditorSelection.cursor(to + 1) } : null
}

/** Backspace between a pair takes both. */
function deletePair({ state, dispatch }: EditorView): boolean {
  const { from, empty } = state.selection.main
  const close = closing.get(state.sliceDoc(from - 1, from))
  if (!empty || from === 0 || close === undefined || state.sliceDoc(from, from + 1) !== close) return false
  dispatch({ changes: { from: from - 1, to: from + 1 }, userEvent: 'delete.backward' })
  return true
}

/** Brackets come in pairs while typing. */
export const closeBrackets: Extension = [
  EditorView.inputHandler.of((view, from, to, text) => {
    const { main } = view.state.selection
    if (view.composing || view.state.readOnly || from !== main.from || to !== main.to) return false
    const change = typed(view.state, text)
    if (change === null) return false
    view.dispatch({ ...change, userEvent: 'input.type', scrollIntoView: true })
    return true
  }),
  Prec.high(keymap.of([{ key: 'Backspace', run: deletePair }])),
]
