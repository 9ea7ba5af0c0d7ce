import { type Extension, Prec } from '@codemirror/state'
import {
  activateHover,
  closeHoverTooltips,
  EditorView,
  hasHoverTooltips,
  hoverTooltip,
  keymap,
  type Tooltip,
  ViewPlugin,
} from '@codemirror/view'
import { type Told, toldAt } from '../../../scene/help/told.ts'
import { documentationCard, spokenCard } from './card.ts'
import { programIn, type Tensors } from './programIn.ts'

/** Milliseconds that the pointer rests on a name before it is told of. */
const rest = 400

const tooltipOf = ({ from, to, entry, text }: Told): Tooltip => ({
  pos: from,
  end: to,
  above: true,
  create: () => ({ dom: documentationCard(text, entry) }),
})

/** Closes what is told of a name; false where nothing is. */
function close(view: EditorView): boolean {
  if (!hasHoverTooltips(view.state)) return false
  view.dispatch({ effects: closeHoverTooltips })
  return true
}

/** The button that tells of the name at the caret, for fingers: it is seen where there is no finer pointer, while someone writes. */
const explainButton = (explain: (view: EditorView) => void): Extension =>
  ViewPlugin.define((view) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'help-button'
    button.textContent = 'Explain'
    // the caret stays where it is
    button.addEventListener('pointerdown', (event) => event.preventDefault())
    button.addEventListener('mousedown', (event) => event.preventDefault())
    button.addEventListener('click', () => explain(view))
    view.dom.append(button)
    return { destroy: () => button.remove() }
  })

/** Tells of the name that the pointer rests on; F1 or Ctrl-I of the one at the caret. */
export function hover(tensors: () => Tensors): Extension {
  const told = (view: EditorView, pos: number, side: -1 | 1): Told | null =>
    toldAt(programIn(view.state, tensors()), pos, side)
  const source = hoverTooltip(
    (view, pos, side) => {
      const found = told(view, pos, side)
      return found === null ? null : tooltipOf(found)
    },
    { hoverTime: rest, hideOnChange: true },
  )
  const explain = (view: EditorView): boolean => {
    const { head } = view.state.selection.main
    const side = told(view, head, 1) === null ? -1 : 1
    const found = told(view, head, side)
    const words = found === null ? 'Nothing is known of what stands here.' : spokenCard(found.text, found.entry)
    if (found !== null) {
      const until = ({ docChanged, selection }: { docChanged: boolean; selection?: unknown }): boolean =>
        docChanged || selection !== undefined
      activateHover(view, head, side, { tooltip: source, until })
    }
    view.dispatch({ effects: EditorView.announce.of(words) })
    return true
  }
  return [
    source,
    explainButton(explain),
    EditorView.domEventHandlers({ blur: (_, view) => void setTimeout(() => !view.hasFocus && close(view)) }),
    Prec.highest(
      keymap.of([
        { key: 'Escape', run: close },
        { key: 'F1', run: explain, preventDefault: true },
        { key: 'Mod-i', run: explain, preventDefault: true },
      ]),
    ),
  ]
}
