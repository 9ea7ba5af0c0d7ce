import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'

/** A line that is to be brought into sight, 1-based; a new object each time it is wanted. */
export interface Sought {
  readonly line: number
}

/** Moves the mark of the line whose output someone points at, or takes it away. */
export const setLinkedLine = StateEffect.define<number | null>()

const mark = Decoration.line({ class: 'linked' })

/** The mark of the line whose output someone points at. */
export const linkedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const effect = transaction.effects.findLast((each) => each.is(setLinkedLine))
    if (effect === undefined || !effect.is(setLinkedLine))
      return transaction.docChanged ? marks.map(transaction.changes) : marks
    const { value } = effect
    const text = transaction.newDoc
    if (value === null || value < 1 || value > text.lines) return Decoration.none
    return Decoration.set(mark.range(text.line(value).from))
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Tells on which line the caret is, 1-based; null while nobody writes. */
export const caretLine = (tell: (line: number | null) => void) =>
  EditorView.updateListener.of(({ view, state, selectionSet, focusChanged, docChanged }) => {
    if (!selectionSet && !focusChanged && !docChanged) return
    const line = view.hasFocus ? state.doc.lineAt(state.selection.main.head).number : null
    tell(line)
  })
