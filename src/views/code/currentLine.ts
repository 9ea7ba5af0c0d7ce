import { RangeSet, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutterLineClass } from '@codemirror/view'

/** Which of the two walks the program is on. */
export type Phase = 'forward' | 'backward'

/** The line that made the current node, 1-based, and the walk. */
export interface CurrentLine {
  readonly line: number
  readonly phase: Phase
}

/** Moves the mark of the current line, or takes it away. */
export const setCurrentLine = StateEffect.define<CurrentLine | null>()

class LineMarker extends GutterMarker {
  override readonly elementClass: string
  constructor(phase: Phase) {
    super()
    this.elementClass = `current ${phase}`
  }
}

const gutterMarks: Readonly<Record<Phase, GutterMarker>> = {
  forward: new LineMarker('forward'),
  backward: new LineMarker('backward'),
}
const lineMarks: Readonly<Record<Phase, Decoration>> = {
  forward: Decoration.line({ class: 'current forward' }),
  backward: Decoration.line({ class: 'current backward' }),
}

interface Marks {
  readonly line: DecorationSet
  readonly gutter: RangeSet<GutterMarker>
}

const none: Marks = { line: Decoration.none, gutter: RangeSet.empty }

/** The mark of the current line. It moves with its text while the program is edited. */
export const currentLine = StateField.define<Marks>({
  create: () => none,
  update: (marks, transaction) => {
    const moved = transaction.docChanged
      ? { line: marks.line.map(transaction.changes), gutter: marks.gutter.map(transaction.changes) }
      : marks
    const effect = transaction.effects.findLast((each) => each.is(setCurrentLine))
    if (effect === undefined || !effect.is(setCurrentLine)) return moved
    const current = effect.value
    const text = transaction.newDoc
    if (current === null || current.line < 1 || current.line > text.lines) return none
    const { from } = text.line(current.line)
    return {
      line: Decoration.set(lineMarks[current.phase].range(from)),
      gutter: RangeSet.of(gutterMarks[current.phase].range(from)),
    }
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ line }) => line),
    gutterLineClass.from(field, ({ gutter }) => gutter),
  ],
})
